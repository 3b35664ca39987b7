import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local, shell } from '../../lib/core/connection.ts'
import { commandFact, contentFact, on } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { play } from '../../lib/core/playbook.ts'
import { defineTask } from '../../lib/core/task.ts'
import { absent, command, directory, ensureLine, file, lines, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('a run')
const down = shell(['sh', '-c', 'echo "no route to host" >&2; exit 255'])

/** A file that is a copy of another host's. */
const copy = defineTask('copy', {
  title: ({ from }: { from: string; host: string; path: string }) => `copy ${from}`,
  reads: ({ from, host, path }) => ({ there: on(host, contentFact(from)), here: contentFact(path) }),
  plan: ({ path, from, host }, { there, here }) => {
    if (there.type !== 'file') return refuse(`${from} is not a file on ${host}`, 'make it')
    if (here.type === 'file' && JSON.stringify(here.content) === JSON.stringify(there.content)) return []
    return [{ op: 'write', path, content: there.content }]
  },
})

test('a first apply takes 4 round trips, a converged one 2, however many tasks', async () => {
  const folder = scratch('trips')
  const plays = (inventory: Parameters<Parameters<typeof runOn>[1]>[0]) => [
    play('p', inventory.group('all'), () => [
      directory({ path: join(folder, 'd') }),
      ...Array.from({ length: 40 }, (_, n) => file({ path: join(folder, 'd', `${n}`), text: `${n}` })),
      symlink({ path: join(folder, 'l'), target: 'd' }),
      lines({ path: join(folder, 'l', '7'), edits: [ensureLine('more')] }),
    ]),
  ]
  const first = await runOn({ a: local() }, plays)
  assert.is(first.summary.hosts.a?.changed, 43)
  assert.is(first.summary.hosts.a?.roundTrips, 4)
  const second = await runOn({ a: local() }, plays)
  assert.is(second.summary.hosts.a?.ok, 43)
  assert.is(second.summary.hosts.a?.roundTrips, 2)
})

test('a host that cannot be reached is said so, nothing of it counts as done, and the others go on', async () => {
  const folder = scratch('down')
  const { summary, steps, unreachable } = await runOn({ a: down, b: local() }, (inventory) => [
    play('one', inventory.group('all'), () => file({ path: join(folder, 'f'), text: 'x' })),
    play('two', inventory.group('all'), () => file({ path: join(folder, 'g'), text: 'x' })),
  ])
  assert.match(unreachable.join(), /^a: .*no route to host/)
  assert.is(summary.hosts.a?.unreachable, true)
  assert.is(summary.hosts.a?.skipped, 2)
  assert.equal([summary.hosts.a?.ok, summary.hosts.a?.changed], [0, 0])
  assert.match(steps('a').join('\n'), /skipped: the host is unreachable\nskipped: the host did not get through/)
  assert.equal(steps('b'), ['changed', 'changed'])
})

test('of a rolling play, the hosts after one that failed are left alone', async () => {
  const folder = scratch('serial')
  const { steps } = await runOn({ a: local(), b: local(), c: local() }, (inventory) => [
    play(
      'start',
      inventory.group('all'),
      ({ name }) => [
        file({ path: join(folder, name), text: '' }),
        command({
          run: name === 'b' ? 'exit 1' : 'true',
          creates: name === 'b' ? join(folder, 'none') : join(folder, name),
        }),
      ],
      { serial: 1 },
    ),
    play('verify', inventory.group('all'), ({ name }) => file({ path: join(folder, `${name}2`), text: '' })),
  ])
  assert.equal(steps('a'), ['changed', 'ok', 'changed'])
  assert.match(
    steps('b').join('\n'),
    /^changed\nfailed: the command ended with status 1\nskipped: the host did not get/,
  )
  assert.match(steps('c').slice(0, 2).join('\n'), /^skipped: b did not get through this play\nskipped: b/)
  assert.not.ok(existsSync(join(folder, 'c')))
})

test('of a rolling play, an unreachable or refused host stops it as well', async () => {
  const folder = scratch('serial')
  for (const bad of ['unreachable', 'refused']) {
    mkdirSync(join(folder, bad, 'directory'), { recursive: true })
    const { steps } = await runOn({ a: bad === 'unreachable' ? down : local(), b: local() }, (inventory) => [
      play(
        'p',
        inventory.group('all'),
        ({ name }) => file({ path: join(folder, bad, name === 'a' ? 'directory' : name), text: '' }),
        { serial: 1 },
      ),
    ])
    assert.match(steps('b').join(), /skipped: a did not get through this play/)
    assert.not.ok(existsSync(join(folder, bad, 'b')))
  }
})

test('only the hosts that are named are touched', async () => {
  const folder = scratch('limit')
  const { summary } = await runOn(
    { a: local(), b: local() },
    (inventory) => [play('p', inventory.group('all'), ({ name }) => file({ path: join(folder, name), text: '' }))],
    { hosts: ['b'] },
  )
  assert.equal(Object.keys(summary.hosts), ['b'])
  assert.not.ok(existsSync(join(folder, 'a')))
})

test('tags choose steps, by their own names, their tasks and their plays', async () => {
  const cases = [
    { tags: ['red'], expected: ['changed', 'skipped: left out by tags', 'skipped: left out by tags'] },
    { tags: ['directory'], expected: ['skipped: left out by tags', 'skipped: left out by tags', 'changed'] },
    { tags: ['play'], expected: ['changed', 'changed', 'changed'] },
    { skipTags: ['red'], expected: ['skipped: left out by tags', 'changed', 'changed'] },
    {
      tags: ['red', 'blue'],
      skipTags: ['blue'],
      expected: ['changed', 'skipped: left out by tags', 'skipped: left out by tags'],
    },
  ]
  for (const { expected, ...options } of cases) {
    const folder = scratch('tags')
    const { steps, summary } = await runOn(
      { a: local() },
      (inventory) => [
        play(
          'p',
          inventory.group('all'),
          () => [
            file({ path: join(folder, 'a'), text: '', tags: ['red'] }),
            file({ path: join(folder, 'b'), text: '', tags: ['blue'] }),
            directory({ path: join(folder, 'c') }),
          ],
          { tags: ['play'] },
        ),
      ],
      options,
    )
    const inOrder = (list: readonly string[]) => [...list].sort()
    assert.equal(inOrder(steps('a')), inOrder(expected))
    assert.is(summary.hosts.a?.failed, 0)
  }
})

test('a fact of another host is asked there, also where that host is left out', async () => {
  const folder = scratch('on')
  writeFileSync(join(folder, 'cert'), 'certificate')
  const hosts = { is: local(), lb: local() }
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('p', [inventory.host('is')], () =>
      copy({ from: join(folder, 'cert'), host: 'lb', path: join(folder, 'copy') }),
    ),
  ]
  assert.equal((await runOn(hosts, plays, { hosts: ['is'] })).steps('is'), ['changed'])
  assert.is(readFileSync(join(folder, 'copy'), 'utf8'), 'certificate')
  assert.equal((await runOn(hosts, plays)).steps('is'), ['ok'])
})

test('a fact of another host that an earlier play changes, in a dry run and for real', async () => {
  const folder = scratch('on')
  writeFileSync(join(folder, 'cert'), 'old')
  writeFileSync(join(folder, 'copy'), 'old')
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('look', [inventory.host('is')], () =>
      copy({ from: join(folder, 'cert'), host: 'lb', path: join(folder, 'copy') }),
    ),
    play('new', [inventory.host('lb')], () => file({ path: join(folder, 'cert'), text: 'new' })),
    play('take', [inventory.host('is')], () =>
      copy({ from: join(folder, 'cert'), host: 'lb', path: join(folder, 'copy') }),
    ),
  ]
  const dry = await runOn({ is: local(), lb: local() }, plays, { dryRun: true })
  assert.equal([...dry.steps('is'), ...dry.steps('lb')], ['ok', 'changed', 'changed'])
  const real = await runOn({ is: local(), lb: local() }, plays)
  assert.equal([...real.steps('is'), ...real.steps('lb')], ['ok', 'changed', 'changed'])
  assert.is(readFileSync(join(folder, 'copy'), 'utf8'), 'new')
})

test('what a host answered before another one was changed is asked again in the next play', async () => {
  const folder = scratch('stale')
  const reach = defineTask('reach', {
    title: (_: { path: string }) => 'look at what the other host serves',
    reads: ({ path }) => ({ there: commandFact(`cat ${path} 2>/dev/null`) }),
    plan: (_, { there }) => (there.output === 'served' ? [] : refuse(`it serves "${there.output}"`, 'start it')),
  })
  const look = defineTask('look', {
    title: (_: { path: string }) => 'ask the same, whatever the answer',
    reads: ({ path }) => ({ there: commandFact(`cat ${path} 2>/dev/null`) }),
    plan: () => [],
  })
  const path = join(folder, 'page')
  const { steps } = await runOn({ is: local(), lb: local() }, (inventory) => [
    play('before', [inventory.host('is')], () => look({ path })),
    play('serve', [inventory.host('lb')], () => file({ path, text: 'served' })),
    play('verify', [inventory.host('is')], () => reach({ path })),
  ])
  assert.equal(steps('is'), ['ok', 'ok'])
})

test('a host that is asked by another and cannot be reached is told by its own name', async () => {
  const folder = scratch('on')
  const { steps, summary, unreachable } = await runOn(
    { is: local(), lb: down },
    (inventory) => [
      play('p', [inventory.host('is')], () => [
        file({ path: join(folder, 'f'), text: '' }),
        copy({ from: '/x', host: 'lb', path: join(folder, 'copy') }),
      ]),
    ],
    { hosts: ['is'] },
  )
  assert.match([...steps('is'), ...unreachable].join('\n'), /lb.*no route to host/)
  assert.is(summary.hosts.is?.unreachable, false, 'the host itself answers')
  assert.is((summary.hosts.is?.refused ?? 0) > 0, true)
  assert.not.ok(existsSync(join(folder, 'f')))
})

test('a refusal of one step leaves the whole host as it is', async () => {
  const folder = scratch('refuse')
  mkdirSync(join(folder, 'd'))
  const { steps } = await runOn({ a: local() }, (inventory) => [
    play('p', inventory.group('all'), () => [
      file({ path: join(folder, 'f'), text: '' }),
      file({ path: join(folder, 'd'), text: '' }),
      file({ path: join(folder, 'g'), text: '' }),
    ]),
  ])
  assert.match(
    steps('a').join('\n'),
    /^skipped: a later step is refused\nrefused: .*d is a directory.*\nskipped: an earlier step is refused$/,
  )
  assert.not.ok(existsSync(join(folder, 'f')))
})

test('two plays of one name are both counted', async () => {
  const folder = scratch('twice')
  const { summary } = await runOn({ a: local() }, (inventory) => [
    play('start', inventory.group('all'), () => command({ run: 'exit 1', creates: join(folder, 'x') })),
    play('start', inventory.group('all'), () => file({ path: join(folder, 'y'), text: '' })),
  ])
  assert.is(summary.hosts.a?.failed, 1)
  assert.is(summary.hosts.a?.skipped, 1)
})

test('a dry run touches nothing, and later plays see what earlier ones would have done', async () => {
  const folder = scratch('dry')
  mkdirSync(join(folder, 'old'))
  writeFileSync(join(folder, 'old', 'f'), 'old\n')
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('make', inventory.group('all'), () => [
      directory({ path: join(folder, 'v1') }),
      file({ path: join(folder, 'v1', 'f'), text: 'a\n' }),
      symlink({ path: join(folder, 'cur'), target: 'v1' }),
      absent({ path: join(folder, 'old'), recursive: true }),
    ]),
    play('edit', inventory.group('all'), () => [
      lines({ path: join(folder, 'cur', 'f'), edits: [ensureLine('b')] }),
      lines({ path: join(folder, 'old', 'f'), edits: [ensureLine('b')], create: true }),
    ]),
  ]
  const dry = await runOn({ a: local() }, plays, { dryRun: true })
  assert.match(
    dry.steps('a').join('\n'),
    /^changed\nchanged\nchanged\nchanged\nchanged\nrefused: the folder of .*old\/f is not there/,
  )
  assert.ok(existsSync(join(folder, 'old', 'f')))
  assert.not.ok(existsSync(join(folder, 'cur')))
})

test('a dry run follows a link that an earlier play points elsewhere, and not what it led to', async () => {
  const folder = scratch('dry')
  for (const version of ['v1', 'v2']) {
    mkdirSync(join(folder, version))
    writeFileSync(join(folder, version, 'f'), `${version}\n`)
  }
  await runOn({ a: local() }, (inventory) => [
    play('p', inventory.group('all'), () => symlink({ path: join(folder, 'cur'), target: 'v1' })),
  ])
  const plays: Parameters<typeof runOn>[1] = (inventory) => [
    play('switch', inventory.group('all'), () => [
      symlink({ path: join(folder, 'cur'), target: 'v2' }),
      absent({ path: join(folder, 'v1'), recursive: true }),
    ]),
    play('edit', inventory.group('all'), () => [
      lines({ path: join(folder, 'cur', 'f'), edits: [ensureLine('b')] }),
      absent({ path: join(folder, 'v1', 'f') }),
    ]),
  ]
  const dry = await runOn({ a: local() }, plays, { dryRun: true })
  assert.equal(dry.steps('a'), ['changed', 'changed', 'changed', 'ok'])
  const real = await runOn({ a: local() }, plays)
  assert.equal(real.steps('a'), ['changed', 'changed', 'changed', 'ok'])
  assert.is(readFileSync(join(folder, 'v2', 'f'), 'utf8'), 'v2\nb\n')
})

test('what waits for a command is deferred in a dry run, and what reads it too', async () => {
  const folder = scratch('dry')
  const { steps } = await runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () => [
        command({ run: 'make it', creates: join(folder, 'made') }),
        lines({ path: join(folder, 'made'), edits: [ensureLine('b')] }),
        lines({ path: join(folder, 'made'), edits: [ensureLine('c')] }),
      ]),
      play('q', inventory.group('all'), () => lines({ path: join(folder, 'made'), edits: [ensureLine('d')] })),
    ],
    { dryRun: true },
  )
  assert.match(steps('a').join('\n'), /^changed\ndeferred: known once this is: .*made\ndeferred: .*\ndeferred: /)
})

test('a deferred step on a link blurs the link, not what it leads to', async () => {
  const folder = scratch('blur')
  mkdirSync(join(folder, 'v1'))
  writeFileSync(join(folder, 'v1', 'f'), 'a\n')
  const waits = defineTask('waits', {
    title: (_: { path: string }) => 'wait',
    reads: ({ path }) => ({
      now: commandFact('date'),
      link: { question: { ask: 'path', path } } as ReturnType<typeof contentFact>,
    }),
    plan: () => [],
  })
  const { steps } = await runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () => [
        symlink({ path: join(folder, 'cur'), target: 'v1' }),
        waits({ path: join(folder, 'cur') }),
        lines({ path: join(folder, 'v1', 'f'), edits: [ensureLine('b')] }),
        lines({ path: join(folder, 'cur', 'f'), edits: [ensureLine('c')] }),
      ]),
    ],
    { dryRun: true },
  )
  assert.match(steps('a').join('\n'), /^changed\ndeferred.*\nchanged\ndeferred/)
})

test.run()
