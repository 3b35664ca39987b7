import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { onTerminal, type Step } from '../../support/terminal.ts'
import { main, newProject, type Project } from '../command.ts'

const test = suite<{ project: Project }>('secrets that are asked for on the terminal')

test.before.each((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local, secret } from 'runbook'
export default defineInventory({ hosts: { a: { connect: local() } }, vars: { db: secret('db'), other: secret('other') } })
`,
    'p.ts': `import { file, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('p', {
  vars: v.object({ db: v.any(), other: v.any() }),
  plays: (inventory) => [play('p', inventory.hosts, ({ vars }) => [
    file({ path: process.cwd() + '/db', text: vars.db }),
    file({ path: process.cwd() + '/other', text: vars.other }),
  ])],
})
`,
  })
})
test.after.each(({ project }) => project.remove())

const apply = ['apply', 'hosts.ts', './p.ts', '--diff', '--output', 'lines']

/** The command on a terminal. */
const typed = (
  { folder }: Project,
  args: readonly string[],
  steps: readonly Step[],
  { env = {}, shell = 'exec "$@"' } = {},
) =>
  onTerminal(['sh', '-c', shell, 'sh', process.execPath, main, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    steps,
  })

test('one that is named is asked for, whoever else knows it, and what is typed is not shown', async ({ project }) => {
  const env = { RUNBOOK_SECRET_DB: 'out-of-date', RUNBOOK_SECRET_OTHER: 'known-else' }
  const said = await typed(
    project,
    [...apply, '--ask-secret', 'db'],
    [['secret db: ', 'tpyed\x7f\x15typed xpä&\x7f"ß\r']],
    {
      env,
    },
  )
  assert.is(said.code, 0, said.seen)
  assert.is(said.left, 0)
  assert.ok(said.echoes, 'the terminal is as it was')
  assert.not.match(said.seen, /typed|ß|out-of-date|known-else/)
  assert.is(readFileSync(join(project.folder, 'db'), 'utf8'), 'typed xpä"ß')
  assert.is(readFileSync(join(project.folder, 'other'), 'utf8'), 'known-else')
})

test('all that nobody else has, where the configuration says so, with input and output elsewhere', async ({
  project,
}) => {
  project.write({ 'runbook.config.json': `{ "secrets": ["environment", "prompt"] }` })
  const said = await typed(project, apply, [['secret other: ', 'from the terminal\r']], {
    env: { RUNBOOK_SECRET_DB: 'from-outside' },
    shell: 'exec "$@" </dev/null >said 2>&1',
  })
  assert.is(said.code, 0, said.seen + readFileSync(join(project.folder, 'said'), 'utf8'))
  assert.is(said.seen.trim(), 'secret other:')
  assert.not.match(readFileSync(join(project.folder, 'said'), 'utf8'), /from the terminal|from-outside/)
  assert.is(readFileSync(join(project.folder, 'other'), 'utf8'), 'from the terminal')
})

test('Ctrl-C ends it, and the terminal is as it was', async ({ project }) => {
  const said = await typed(project, [...apply, '--ask-secret', 'db'], [['secret db: ', 'half\x03']], {
    env: { RUNBOOK_SECRET_OTHER: 'x-y-z-1' },
  })
  assert.is(said.code, 130, said.seen)
  assert.ok(said.echoes)
  assert.not.match(said.seen, /half|fault|ends runbook/)
})

for (const [signal, code] of [
  ['SIGTERM', -15],
  ['SIGHUP', -1],
] as const) {
  test(`${signal} ends it, and the terminal is as it was`, async ({ project }) => {
    const said = await typed(project, [...apply, '--ask-secret', 'db'], [['secret db: ', 'half', signal]], {
      env: { RUNBOOK_SECRET_OTHER: 'x-y-z-1' },
    })
    assert.is(said.code, code, said.seen)
    assert.is(said.left, 0)
    assert.ok(said.echoes)
  })
}

test('nobody is asked where the run cannot start anyhow, or for what there is not', async ({ project }) => {
  const env = { RUNBOOK_SECRET_OTHER: 'x-y-z-1', RUNBOOK_SECRET_DB: 'x-y-z-2' }
  const other = await typed(project, [...apply, '--ask-secret', 'bd'], [], { env })
  assert.is(other.code, 64)
  assert.match(other.seen, /--ask-secret bd: there is no such secret here: did you mean db\?/)
  const idle = await typed(project, [...apply, '--ask-secret', 'db', '--tags', 'none'], [], { env })
  assert.is(idle.code, 64)
  assert.not.match(idle.seen, /secret db: /)
})

/** A stand-in of sudo, which asks as it does, and lets in whoever gives the right password. */
const sudo = `#!/bin/sh
while [ "$1" != -- ]; do
  [ "$1" = -p ] && printf %s "$2" >&2
  [ "$1" = -n ] && { echo 'sudo: a password is required' >&2; exit 1; }
  shift
done
shift
read -r given
[ "$given" = 'my own word' ] || { echo 'sudo: no' >&2; exit 1; }
exec "$@"
`

test('-K asks for the password of sudo, and gives it where none is named', async ({ project }) => {
  project.write({
    'bin/sudo': sudo,
    'sudo.ts': `import { defineInventory, local, secret } from 'runbook'
const connect = local({ env: { PATH: process.cwd() + '/bin:' + process.env.PATH } })
const named = secret('named', { value: 'another-word' })
export default defineInventory({
  hosts: { a: { connect, become: true }, b: { connect, become: { password: named } } },
  vars: { db: secret('db'), other: secret('other') },
})
`,
  })
  chmodSync(join(project.folder, 'bin/sudo'), 0o755)
  const env = { RUNBOOK_SECRET_OTHER: 'x-y-z-1', RUNBOOK_SECRET_DB: 'x-y-z-2' }
  const args = (...more: string[]) => ['apply', 'sudo.ts', './p.ts', '--diff', '--output', 'lines', '-v', ...more]
  const without = await typed(project, args('--limit', 'a'), [], { env })
  assert.is(without.code, 4, without.seen)
  assert.match(without.seen, /a password is required.*let runbook ask for it \(-K\)/)
  const said = await typed(project, args('-K'), [['become password: ', 'my own word\r']], { env })
  assert.match(said.seen, /p \| a \| changed \| write/)
  assert.match(said.seen, /p \| b \| refused \| .*sudo to root is refused/)
  assert.not.match(said.seen, /my own word|another-word/)
})

test('what fails is rolled back with the password that -K has asked for', async ({ project }) => {
  project.write({
    'bin/sudo': sudo,
    'sudo.ts': `import { defineInventory, local } from 'runbook'
const connect = local({ env: { PATH: process.cwd() + '/bin:' + process.env.PATH, RUNBOOK_JOURNAL: process.cwd() + '/journal' } })
export default defineInventory({ hosts: { a: { connect, become: true } } })
`,
    'fails.ts': `import { command, file, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('fails', {
  vars: v.object({}),
  plays: (inventory) => [play('fails', inventory.hosts, () => [
    file({ path: process.cwd() + '/made', text: 'x' }),
    command({ script: 'exit 3', creates: '/nowhere/at-all' }),
  ])],
})
`,
  })
  chmodSync(join(project.folder, 'bin/sudo'), 0o755)
  const said = await typed(
    project,
    ['apply', 'sudo.ts', './fails.ts', '--output', 'lines', '-K', '--rollback-on-failure'],
    [['become password: ', 'my own word\r']],
  )
  assert.is(said.code, 1, said.seen)
  assert.match(said.seen, /a \| changed \| write .*made/)
  assert.match(said.seen, /a \| changed \| \S+made as it was/)
  assert.not.ok(existsSync(join(project.folder, 'made')), said.seen)
  const history = await typed(project, ['history', 'sudo.ts', '-K'], [['become password: ', 'my own word\r']])
  assert.is(history.code, 0, history.seen)
  assert.match(history.seen, /a \| \S+ \| .* \| fails \| .* \| rolled back/)
})

test('nothing typed, and no terminal, are told', async ({ project }) => {
  const env = { RUNBOOK_SECRET_OTHER: 'x-y-z-1' }
  const empty = await typed(project, [...apply, '--ask-secret', 'db'], [['secret db: ', '\r']], { env })
  assert.is(empty.code, 64)
  assert.match(empty.seen, /cannot start: secret db: nothing was typed for it/)
  const none = await typed(project, [...apply, '--ask-secret', 'db'], [], { env, shell: 'exec setsid -w "$@"' })
  assert.is(none.code, 64)
  assert.match(none.seen, /secret db: there is no terminal to ask for it on/)
  const become = await typed(project, [...apply, '-K'], [], {
    env: { ...env, RUNBOOK_SECRET_DB: 'x-y-z-2' },
    shell: 'exec setsid -w "$@"',
  })
  assert.is(become.code, 64)
  assert.match(
    become.seen,
    /--ask-become-pass: there is no terminal to ask for it on: run it on a terminal, or give become/,
  )
})

test.run()
