import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local, shell } from '../../lib/core/connection.ts'
import { commandFact, osFact } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Become } from '../../lib/core/resource.ts'
import { secret } from '../../lib/core/secret.ts'
import { privilegeOf } from '../../lib/remote/privilege.ts'
import { openSession } from '../../lib/session/session.ts'
import { UploadError } from '../../lib/transport/faults.ts'
import { command, directory, file } from '../../tasks/index.ts'
import { failureOf } from '../support/channel.ts'
import { needs, needsRoot } from '../support/debian.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('becoming another user')

// Users of this machine are made and unmade: only root can.
if (process.getuid?.() === 0) {
  needs(['sudo'])
  const password = "it's a $ecret"
  // Names of this run alone: another run on the machine, or what is left of one that was killed, is not in its way.
  const plain = `rbp${process.pid}`
  const admin = `rba${process.pid}`
  const rules = `/etc/sudoers.d/runbook-test-${process.pid}`
  const as = (user: string) =>
    shell(['setpriv', '--reuid', user, '--regid', user, '--init-groups', 'env', '-i', 'PATH=/usr/bin:/bin', 'sh'])
  const id = (user: string) => Number(execFileSync('id', ['-u', user], { encoding: 'utf8' }))
  const run = (connection: Parameters<typeof runOn>[0][string], folder: string, become: Become) =>
    runOn({ a: connection }, (inventory) => [
      play(
        'p',
        inventory.group('all'),
        () => [
          directory({ path: join(folder, 'd') }),
          file({ path: join(folder, 'd', 'f'), text: 'x' }),
          file({ path: join(folder, 'd', 'big'), bytes: Buffer.alloc(100_000, 7) }),
          command({ script: `id -un >${join(folder, 'd', 'who')}`, creates: join(folder, 'd', 'who') }),
        ],
        { become },
      ),
    ])

  function open(): string {
    const folder = scratch('become')
    chmodSync(folder, 0o777)
    return folder
  }

  test.before(() => {
    for (const user of [plain, admin]) {
      execFileSync('useradd', ['--create-home', '--shell', '/bin/sh', user])
      execFileSync('chpasswd', [], { input: `${user}:${password}` })
    }
    writeFileSync(rules, `${admin} ALL=(ALL) ALL\n`, { mode: 0o440 })
  })
  test.after(() => {
    execFileSync('rm', ['-f', rules])
    for (const user of [plain, admin]) execFileSync('userdel', ['--remove', user], { stdio: 'ignore' })
  })

  test('root becomes another user by su: files, uploads and commands are that user’s', async () => {
    const folder = open()
    const { steps, summary } = await run(local(), folder, { method: 'su', user: plain })
    assert.equal(steps('a'), ['changed', 'changed', 'changed', 'changed'])
    for (const name of ['d', 'd/f', 'd/big', 'd/who']) assert.is(statSync(join(folder, name)).uid, id(plain), name)
    assert.is(readFileSync(join(folder, 'd', 'who'), 'utf8'), `${plain}\n`)
    assert.is(readFileSync(join(folder, 'd', 'big')).length, 100_000)
    assert.ok((summary.hosts.a?.roundTrips ?? 9) <= 4)
    assert.equal((await run(local(), folder, { method: 'su', user: plain })).steps('a'), ['ok', 'ok', 'ok', 'ok'])
  })

  test('nobody who is only in an example has to be there', async () => {
    const folder = open()
    const os = { id: 'x', version: '', family: 'redhat', architecture: '', init: 'none' } as const
    const { steps } = await runOn({ a: local() }, (inventory) => [
      play('p', inventory.group('all'), () =>
        given(
          { os: osFact() },
          ({ os: { id } }) =>
            id === 'x'
              ? file({ path: join(folder, 'f'), text: 'x', become: { method: 'su', user: 'nobody-of-that-name' } })
              : file({ path: join(folder, 'f'), text: id }),
          { examples: [{ os }] },
        ),
      ),
    ])
    assert.equal(steps('a'), ['ok', 'changed'])
  })

  test('what follows from a host’s answers acts as what asked, which asks as it acts', async () => {
    const folder = open()
    const { steps } = await runOn({ a: local() }, (inventory) => [
      play('p', inventory.group('all'), () =>
        given(
          { who: commandFact('id -un', []) },
          ({ who }) => [
            file({ path: join(folder, 'asked'), text: who.output }),
            file({ path: join(folder, 'own'), text: '', become: false }),
          ],
          { become: { method: 'su', user: plain } },
        ),
      ),
    ])
    assert.equal(steps('a'), ['ok', 'changed', 'changed'])
    assert.is(readFileSync(join(folder, 'asked'), 'utf8').trim(), plain)
    assert.equal(
      ['asked', 'own'].map((name) => statSync(join(folder, name)).uid),
      [id(plain), 0],
    )
  })

  for (const method of ['sudo', 'su'] as const) {
    test(`by ${method} with a password`, async () => {
      const folder = open()
      const become: Become = { method, password: secret('p', { value: password }) }
      const { steps } = await run(as(admin), folder, become)
      if (method === 'su')
        return assert.match(steps('a')[0] ?? '', /refused: su to root is refused/, 'root has no password')
      assert.equal(steps('a'), ['changed', 'changed', 'changed', 'changed'])
      assert.is(statSync(join(folder, 'd', 'f')).uid, 0)
      assert.is(readFileSync(join(folder, 'd', 'who'), 'utf8'), 'root\n')
    })
    test(`by ${method} to another user, with a password and an upload`, async () => {
      const folder = open()
      const become: Become = { method, user: plain, password: secret('p', { value: password }) }
      const { steps } = await run(as(admin), folder, become)
      assert.equal(steps('a'), ['changed', 'changed', 'changed', 'changed'])
      assert.is(statSync(join(folder, 'd', 'big')).uid, id(plain))
    })
    test(`a wrong password for ${method} is refused in words, and nothing is touched`, async () => {
      const folder = open()
      const { steps, summary } = await run(as(admin), folder, {
        method,
        user: plain,
        password: secret('p', { value: 'wrong' }),
      })
      assert.match(steps('a').join('\n'), new RegExp(`^refused: ${method} to ${plain} is refused .*check the password`))
      assert.is(summary.hosts.a?.unreachable, false)
      assert.not.ok(existsSync(join(folder, 'd')))
    })
  }

  test('an upload as another user takes no file that is there for its own', async () => {
    const path = join(open(), 'f')
    writeFileSync(path, 'mine', { mode: 0o666 })
    chmodSync(path, 0o666)
    const session = await openSession(local())
    for (const size of [10, 1_000_000]) {
      const source = { size, open: () => Readable.from([Buffer.alloc(size, 'x')]) }
      const error = await failureOf(session.upload(privilegeOf({ method: 'su', user: plain }), source, path, () => {}))
      assert.instance(error, UploadError)
      assert.match(error.message, /f failed: .*exist/)
    }
    await session.close()
    assert.is(readFileSync(path, 'utf8'), 'mine')
  })

  test('sudo that is not allowed, or wants a password that nobody gave, is refused with what to do', async () => {
    const folder = open()
    for (const user of [plain, admin]) {
      const { steps, summary } = await run(as(user), folder, true)
      assert.match(
        steps('a').join('\n'),
        /^refused: sudo to root is refused \(.*password.*\): give become: \{ password/,
      )
      assert.is(summary.hosts.a?.refused, 1)
      assert.is(summary.hosts.a?.skipped, 3)
      assert.not.ok(existsSync(join(folder, 'd')))
    }
  })

  test('sudo that is not installed', async () => {
    const folder = open()
    const path = scratch('tools')
    symlinkSync('/bin/sh', join(path, 'sh'))
    const { steps } = await run(shell(['/usr/bin/env', '-i', `PATH=${path}`, 'sh']), folder, true)
    assert.match(steps('a').join('\n'), /^refused: sudo to root is refused \(.*sudo.*not found/)
  })

  test('a password is in no argument list while a command runs, and in no output', async () => {
    const folder = open()
    const word = secret('p', { value: password })
    const list = join(folder, 'list')
    const { events, steps } = await runOn(
      { a: as(admin) },
      (inventory) => [
        play(
          'p',
          inventory.group('all'),
          () => [
            command({
              script: `cat >/dev/null; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' >${list}`,
              stdin: word,
              creates: list,
            }),
            file({ path: join(folder, 'secret'), text: word }),
          ],
          { become: { password: word } },
        ),
      ],
      { secrets: [word] },
    )
    assert.equal(steps('a'), ['changed', 'changed'])
    const seen = readFileSync(list, 'latin1')
    assert.ok(seen.includes('sudo'), 'the list is one of arguments')
    assert.not.ok(seen.includes(password))
    assert.is(readFileSync(join(folder, 'secret'), 'utf8'), password)
    assert.ok(events.length > 0)
  })

  test('two users at once, each with the own privilege, all or nothing, in a turn more than each by itself', async () => {
    const folder = open()
    chownSync(folder, id(plain), id(plain))
    const { steps, summary } = await runOn({ a: local() }, (inventory) => [
      play('p', inventory.group('all'), () => [
        file({ path: join(folder, 'mine'), text: 'x' }),
        file({ path: join(folder, 'theirs'), text: 'x', become: { method: 'su', user: plain } }),
      ]),
    ])
    assert.equal(steps('a'), ['changed', 'changed'])
    assert.equal([statSync(join(folder, 'mine')).uid, statSync(join(folder, 'theirs')).uid], [0, id(plain)])
    assert.is(summary.hosts.a?.roundTrips, 6, 'opening both: 2, making all ready: 1, each in turn: 2, the last look: 1')
  })
} else test('what only root can try', () => needsRoot('making users'))

test('doas with a password is refused before anything is tried', async () => {
  const { steps } = await runOn({ a: local() }, (inventory) => [
    play('p', inventory.group('all'), () => file({ path: '/tmp/never', text: '' }), {
      become: { method: 'doas', password: secret('p', { value: 'x' }) },
    }),
  ])
  assert.match(steps('a').join(), /^refused: doas takes a password from a terminal only/)
})

test.run()
