import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { shell } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { secret } from '../../lib/core/secret.ts'
import { command } from '../../tasks/index.ts'
import { needs } from '../support/debian.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('becoming another user where the login user speaks another language')

const locale = 'de_DE.UTF-8'
const folder = '/usr/lib/locale/de_DE.utf8'

// Users and a locale of this machine are made and unmade: only root can.
if (process.getuid?.() === 0) {
  needs(['sudo', 'locales', 'libpam-runtime'])
  const password = 'it is a $ecret'
  const [login, other] = [`rbl${process.pid}`, `rbo${process.pid}`]
  const rules = `/etc/sudoers.d/runbook-locale-${process.pid}`
  const isOurs = !existsSync(folder)
  const host = shell(
    ['setpriv', '--reuid', login, '--regid', login, '--init-groups', 'env', '-i', 'PATH=/usr/bin:/bin'].concat(
      `LC_ALL=${locale}`,
      'sh',
    ),
  )
  const run = (method: 'su' | 'sudo', given: string, made: string) =>
    runOn({ a: host }, (inventory) => [
      play('p', inventory.group('all'), () =>
        command({
          script: `{ id -un; echo "$LC_ALL"; } >${made}`,
          creates: made,
          become: { method, user: other, password: secret('p', { value: given }) },
        }),
      ),
    ])

  test.before(() => {
    if (isOurs) execFileSync('localedef', ['--no-archive', '-i', 'de_DE', '-f', 'UTF-8', locale])
    for (const user of [login, other]) {
      execFileSync('useradd', ['--create-home', '--shell', '/bin/sh', user])
      execFileSync('chpasswd', [], { input: `${user}:${password}` })
    }
    execFileSync('sh', ['-c', `umask 227; echo '${login} ALL=(ALL) ALL' >${rules}`])
  })
  test.after(() => {
    rmSync(rules, { force: true })
    for (const user of [login, other]) execFileSync('userdel', ['--remove', user], { stdio: 'ignore' })
    if (isOurs) rmSync(folder, { recursive: true, force: true })
  })

  test('this machine does speak it', () => {
    const said = execFileSync('sh', ['-c', `LC_ALL=${locale} ls /no/such/file 2>&1 || :`], { encoding: 'utf8' })
    assert.match(said, 'Datei oder Verzeichnis nicht gefunden')
  })

  for (const method of ['su', 'sudo'] as const) {
    test(`${method}: the password is given, and the user’s own commands keep the language`, async () => {
      const open = scratch('locale')
      chmodSync(open, 0o777)
      const made = join(open, 'made')
      assert.equal((await run(method, password, made)).steps('a'), ['changed'])
      assert.is(readFileSync(made, 'utf8'), `${other}\n${locale}\n`)
    })

    test(`${method}: a wrong one is refused in words that are understood`, async () => {
      const made = join(scratch('locale'), 'made')
      const { steps } = await run(method, 'wrong', made)
      assert.match(
        steps('a').join(),
        new RegExp(`^refused: ${method} to ${other} is refused \\(.*\\): check the password`),
      )
      assert.match(steps('a').join(), /Authentication failure|no password was provided|incorrect password|try again/)
    })
  }
}

test.run()
