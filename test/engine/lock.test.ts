import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, local, shell } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { command, file, lines } from '../../tasks/index.ts'
import { needs, needsRoot } from '../support/debian.ts'
import { type Ran, runOn } from '../support/runs.ts'
import { scratch, testShells } from '../support/shells.ts'

needs(['util-linux'])
const test = suite('one run at a time on a host')
const spec = local({ shell: 'dash' })
type Options = NonNullable<Parameters<typeof runOn>[2]>
const run = (resources: () => Resources, options: Options = {}, on: ConnectionSpec = spec) =>
  runOn({ a: on }, (inventory) => [play('p', inventory.group('all'), resources)], options)

/** A script that lasts until there is a file, and says when it has begun. */
const lasting = (folder: string) => ({
  resource: () =>
    command({
      script: `touch ${folder}/begun; while [ ! -e ${folder}/end ]; do sleep 0.05; done; touch ${folder}/done`,
      creates: `${folder}/done`,
    }),
  end: () => writeFileSync(join(folder, 'end'), ''),
})

const until = async (holds: () => boolean) => {
  while (!holds()) await sleep(20)
}
const begun = (folder: string) => until(() => existsSync(join(folder, 'begun')))
const blocked = ({ events }: Ran) =>
  events.flatMap((event) => (event.type === 'host' && event.phase === 'blocked' ? [event.reason ?? ''] : []))
const locks = process.env.RUNBOOK_LOCKS ?? '/var/tmp'
const leftOfLocks = () => readdirSync(locks).filter((name) => /^\.runbook-(lock-|life-)/.test(name))

for (const { name, spec: on } of testShells().filter((shell) => shell.name !== 'busybox')) {
  test(`${name}: who comes second waits, is told for whom, and plans anew`, async () => {
    const folder = scratch('second')
    const path = join(folder, 'f')
    writeFileSync(path, 'old\n')
    const { resource, end } = lasting(folder)
    const first = run(() => [resource(), file({ path, text: 'first\n' })], { by: 'ann@one' }, on)
    await begun(folder)
    let told = false
    const second = run(() => [file({ path, text: 'first\n' })], {
      emit: (event) => {
        told ||= event.type === 'host' && event.phase === 'blocked'
      },
    })
    await until(() => told)
    end()
    assert.equal((await first).steps('a'), ['changed', 'changed'])
    const ended = await second
    assert.equal(ended.steps('a'), ['ok'], 'it found what the first had done')
    assert.match(blocked(ended)[0] ?? '', /^ann@one: apply test acts here since \d{4}-\S+: waiting up to 60 s$/)
    assert.equal(leftOfLocks(), [])
  })
}

for (const name of ['dash', 'bash'])
  test(`${name}: a host whose shell began with signals that are ignored is let go like any other`, async () => {
    const folder = scratch('ignoring')
    const ignoring = shell(['sh', '-c', `trap '' TERM INT HUP PIPE; exec ${name}`])
    const ran = await run(() => file({ path: join(folder, 'f'), text: 'x' }), {}, ignoring)
    assert.equal(ran.steps('a'), ['changed'])
    assert.equal(leftOfLocks(), [])
  })

test('who may not wait is refused, by whom and what to do, and has changed nothing', async () => {
  const folder = scratch('refused')
  const { resource, end } = lasting(folder)
  const first = run(resource, { by: 'ann@one' })
  await begun(folder)
  const second = await run(() => file({ path: join(folder, 'f'), text: 'x' }), { lockTimeout: 0 })
  assert.match(
    second.steps('a').join(),
    /^refused: ann@one: apply test acts here since \S+: run again when it has ended$/,
  )
  assert.not.ok(existsSync(join(folder, 'f')))
  const third = await run(() => file({ path: join(folder, 'f'), text: 'x' }), { lockTimeout: 1 })
  assert.match(
    third.steps('a').join(),
    /^refused: .*it was waited for 1 s: run again, or give a longer --lock-timeout$/,
  )
  end()
  await first
})

test('a dry run, a check and a converged run wait for nobody', async () => {
  const folder = scratch('reads')
  const path = join(folder, 'f')
  writeFileSync(path, 'same\n')
  const { resource, end } = lasting(folder)
  const first = run(resource)
  await begun(folder)
  const converged = await run(() => file({ path, text: 'same\n' }), { lockTimeout: 0 })
  assert.equal(converged.steps('a'), ['ok'])
  const planned = await run(() => file({ path, text: 'other\n' }), { mode: 'plan', lockTimeout: 0 })
  assert.equal(planned.steps('a'), ['changed'])
  end()
  await first
})

test('what a script leaves running does not hold the host', async () => {
  const folder = scratch('daemon')
  const pid = join(folder, 'pid')
  await run(() => command({ script: `nohup sleep 1000 >/dev/null 2>&1 & echo $! >${pid}`, creates: pid }))
  try {
    const second = await run(() => file({ path: join(folder, 'f'), text: 'x' }), { lockTimeout: 0 })
    assert.equal(second.steps('a'), ['changed'])
  } finally {
    process.kill(Number(readFileSync(pid, 'utf8')))
  }
})

test('the lock of a shell that was killed is free, and its traces go with the next run', async () => {
  const folder = scratch('killed')
  const { resource, end } = lasting(folder)
  const first = run(resource)
  await begun(folder)
  const [info = ''] = readdirSync(locks).filter((name) => name.startsWith('.runbook-lock-'))
  process.kill(Number(readFileSync(join(locks, info), 'utf8').split('\n')[0]), 'SIGKILL')
  await first
  end()
  const second = await run(() => file({ path: join(folder, 'f'), text: 'x' }), { lockTimeout: 0 })
  assert.equal(second.steps('a'), ['changed'])
  await until(() => !leftOfLocks().some((name) => name.startsWith('.runbook-lock-')))
})

test('two runs over the same hosts in opposite order do not wait for each other: the younger gives way', async () => {
  const folder = scratch('opposite')
  const [a, b] = ['a', 'b'].map((name) => local({ shell: 'dash', env: { RUNBOOK_LOCKS: scratch(`locks-${name}`) } }))
  if (a === undefined || b === undefined) throw new Error('two hosts')
  const both = `while [ ! -e ${folder}/x1 ] || [ ! -e ${folder}/y1 ]; do sleep 0.05; done`
  const step = (name: string, wait = ':') =>
    command({
      script: `: >${folder}/${name}; ${wait}; : >${folder}/${name}.done`,
      creates: join(folder, `${name}.done`),
    })
  const inOrder = (name: string, order: readonly string[]) =>
    runOn({ a, b }, (inventory) =>
      order.map((host, n) => play(`${n}`, [inventory.host(host)], () => step(`${name}${n + 1}`, n === 0 ? both : ':'))),
    )
  // Each needs its first host once more, and so does not let it go.
  const older = inOrder('x', ['a', 'b', 'a'])
  await until(() => existsSync(join(folder, 'x1')))
  const [first, second] = await Promise.all([older, inOrder('y', ['b', 'a', 'b'])])
  assert.equal([...first.steps('a'), ...first.steps('b')], ['changed', 'changed', 'changed'])
  assert.is(second.steps('b')[0], 'changed')
  assert.match(
    second.steps('a').join(),
    /^refused: .*acts here since.*and this run has begun on other hosts: run again/,
  )
})

if (process.getuid?.() === 0)
  test('root and another user of one host exclude each other', async () => {
    const folder = scratch('users')
    chmodSync(folder, 0o777)
    const nobody = shell(['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', 'sh'])
    for (const [one, other] of [
      [spec, nobody],
      [nobody, spec],
    ] as const) {
      const inner = scratch('users')
      chmodSync(inner, 0o777)
      const { resource, end } = lasting(inner)
      const first = run(resource, { by: 'ann@one' }, one)
      await begun(inner)
      const second = await run(() => file({ path: join(inner, 'f'), text: 'x' }), { lockTimeout: 0 }, other)
      assert.match(second.steps('a').join(), /^refused: ann@one: apply test acts here since/)
      end()
      await first
    }
  })
else test('what only root can try', () => needsRoot('acting as another user'))

test('one run that reaches a host by two names is not in its own way', async () => {
  const folder = scratch('names')
  const ran = await runOn({ a: spec, b: local({ shell: 'bash' }) }, (inventory) => [
    play('p', inventory.group('all'), (host) => [
      command({ script: `sleep 0.3; touch ${folder}/${host.name}`, creates: join(folder, host.name) }),
    ]),
  ])
  assert.equal([...ran.steps('a'), ...ran.steps('b')], ['changed', 'changed'])
  assert.equal(blocked(ran), [])
})

test('a host without flock is acted on all the same', async () => {
  const folder = scratch('without')
  const busybox = testShells().find(({ name }) => name === 'busybox')?.spec ?? spec
  const ran = await run(() => file({ path: join(folder, 'f'), text: 'x' }), {}, busybox)
  assert.equal(ran.steps('a'), ['changed'])
})

for (const [kind, plant] of [
  ['a symbolic link', (path) => symlinkSync('/etc/hostname', path)],
  ['a symbolic link', (path) => symlinkSync(join(path, '../made'), path)],
  ['a folder', (path) => mkdirSync(path)],
  ['a named pipe', (path) => execFileSync('mkfifo', [path])],
  ...(process.getuid?.() === 0
    ? [['a device', (path: string) => execFileSync('mknod', [path, 'c', '1', '3'])] as const]
    : []),
] as readonly (readonly [string, (path: string) => void])[])
  test(`a host that has ${kind} in place of the file that is locked is refused, and nothing is changed`, async () => {
    const [folder, odd] = [scratch('odd'), scratch('odd-locks')]
    const path = join(odd, '.runbook-lock')
    plant(path)
    for (const { name, spec: on } of testShells().filter((shell) => shell.name !== 'busybox')) {
      const ran = await run(
        () => [
          file({ path: join(folder, 'f'), text: 'x' }),
          command({ script: `touch ${folder}/g`, creates: join(folder, 'g') }),
        ],
        {},
        local({ ...on.options, env: { RUNBOOK_LOCKS: odd } }),
      )
      const [step = ''] = ran.steps('a')
      assert.is(
        step,
        `refused: ${path} is ${kind}, and runs on this host are kept apart by the lock of a file there: nothing was changed: see who has put it there, take it away, and run again`,
        name,
      )
      assert.equal(readdirSync(folder), [], name)
      assert.equal(readdirSync(odd), ['.runbook-lock'], name)
    }
  })

if (process.getuid?.() === 0)
  test('so is one where the user may not read that file', async () => {
    const [folder, odd] = [scratch('closed'), scratch('closed-locks')]
    for (const one of [folder, odd]) chmodSync(one, 0o777)
    const path = join(odd, '.runbook-lock')
    writeFileSync(path, '', { mode: 0o600 })
    const nobody = shell(
      ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', 'env', `RUNBOOK_LOCKS=${odd}`].concat('sh'),
    )
    const ran = await run(() => file({ path: join(folder, 'f'), text: 'x' }), {}, nobody)
    assert.match(ran.steps('a').join(), /^refused: \S+\/\.runbook-lock is a file that nobody may not read, and runs/)
    assert.equal(readdirSync(folder), [])
  })

test('the file that is locked is never there without being so, for who takes it then may not be able to take it away', async () => {
  const [folder, slow, own] = [scratch('slow'), scratch('slow-flock'), scratch('slow-locks')]
  writeFileSync(join(slow, 'flock'), '#!/bin/sh\nsleep 0.3\nexec /usr/bin/flock "$@"\n', { mode: 0o755 })
  const path = join(own, '.runbook-lock')
  for (const { name, spec: on } of testShells().filter((shell) => shell.name !== 'busybox')) {
    const { resource, end } = lasting(join(folder, name))
    mkdirSync(join(folder, name))
    const env = { RUNBOOK_LOCKS: own, PATH: `${slow}:${process.env.PATH}` }
    const ran = run(resource, {}, local({ ...on.options, env }))
    await until(() => existsSync(path))
    const { status } = spawnSync('sh', ['-c', 'exec 6<"$1" && exec /usr/bin/flock -n 6', 'sh', path])
    assert.is(status, 1, name)
    await begun(join(folder, name))
    end()
    assert.equal((await ran).steps('a'), ['changed'])
    assert.equal(readdirSync(own), [], name)
  }
})

test('twenty runs at once over two hosts take turns on each, and find them as those before have left them', async () => {
  const [folder, locks] = [scratch('twenty'), { a: scratch('locks-a'), b: scratch('locks-b') }]
  const on = (name: 'a' | 'b') => local({ shell: 'dash', env: { RUNBOOK_LOCKS: locks[name] } })
  for (const name of ['a', 'b']) writeFileSync(join(folder, name), '')
  const step = (host: string, n: number) => [
    command({
      script: `[ ! -e ${folder}/busy-${host} ] || echo clash >>${folder}/clash; : >${folder}/busy-${host}; echo ${n} >>${folder}/${host}; rm ${folder}/busy-${host}; : >${folder}/${host}.${n}.done`,
      creates: join(folder, `${host}.${n}.done`),
    }),
    lines({ path: join(folder, `${host}.lines`), edits: [lines.ensure(`run ${n}`)], create: true }),
  ]
  const runs = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      runOn(
        { a: on('a'), b: on('b') },
        (inventory) => ['a', 'b'].map((host) => play(host, [inventory.host(host)], () => step(host, n))),
        { lockTimeout: 600 },
      ),
    ),
  )
  for (const { steps } of runs)
    assert.equal([...steps('a'), ...steps('b')], ['changed', 'changed', 'changed', 'changed'])
  assert.not.ok(existsSync(join(folder, 'clash')))
  for (const name of ['a', 'a.lines', 'b', 'b.lines'])
    assert.is(new Set(readFileSync(join(folder, name), 'utf8').trim().split('\n')).size, 20, name)
})

test.run()
