import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local, shell } from '../../lib/core/connection.ts'
import { UsageError } from '../../lib/core/failure.ts'
import { play } from '../../lib/core/playbook.ts'
import { command, directory, file, lines, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('a run')
const down = shell(['sh', '-c', 'echo "no route to host" >&2; exit 255'])

test('a first apply takes 4 round trips, a converged one 2, however many tasks', async () => {
  const folder = scratch('trips')
  const plays = (inventory: Parameters<Parameters<typeof runOn>[1]>[0]) => [
    play('p', inventory.group('all'), () => [
      directory({ path: join(folder, 'd') }),
      ...Array.from({ length: 40 }, (_, n) => file({ path: join(folder, 'd', `${n}`), text: `${n}` })),
      symlink({ path: join(folder, 'l'), target: 'd' }),
      lines({ path: join(folder, 'l', '7'), edits: [lines.ensure('more')] }),
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

test('a play that rests on a host is skipped where that one did not get through, and so is what rests on it', async () => {
  const folder = scratch('rests')
  const { steps } = await runOn({ a: down, b: local(), c: local() }, ({ host, group }) => {
    const touch = (name: string) => (one: { name: string }) => file({ path: join(folder, name + one.name), text: '' })
    return [
      play('one', group('all'), touch('one')),
      play('two', [host('b')], touch('two'), { requires: [host('a')] }),
      play('three', [host('c')], touch('three'), { requires: [host('b')] }),
    ]
  })
  assert.equal(steps('b'), ['changed', 'skipped: it rests on a, which did not get through an earlier play'])
  assert.equal(steps('c'), ['changed', 'skipped: it rests on b, which did not get through an earlier play'])
  assert.not.ok(existsSync(join(folder, 'twob')))
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
          script: name === 'b' ? 'exit 1' : 'true',
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

const failing = (folder: string, bad: readonly string[], name: string) =>
  bad.includes(name)
    ? command({ script: 'exit 1', creates: join(folder, 'none') })
    : file({ path: join(folder, name), text: '' })

for (const { serial, maxFail, bad, begun } of [
  { serial: [1, '100%'], bad: ['b'], begun: 'abcd' },
  { serial: [1, 2], bad: ['b'], begun: 'abc' },
  { serial: 1, maxFail: 1, bad: ['b'], begun: 'abcd' },
  { serial: 1, maxFail: '25%', bad: ['a', 'c'], begun: 'abc' },
] as const)
  test(`serial ${serial}, maxFail ${maxFail}: ${bad} fail, so ${begun} are begun; the rest is left alone by later plays`, async () => {
    const folder = scratch('waves')
    const all = 'abcd'.split('')
    const { steps } = await runOn(Object.fromEntries(all.map((name) => [name, local()])), (inventory) => [
      play('first', inventory.group('all'), ({ name }) => failing(folder, bad, name), { serial, maxFail }),
      play('second', inventory.group('all'), ({ name }) => file({ path: join(folder, `${name}2`), text: '' })),
    ])
    const isBegun = (name: string) => !/did not get through this play/.test(steps(name)[0] ?? '')
    assert.is(all.filter(isBegun).join(''), begun)
    for (const name of all)
      assert.is(existsSync(join(folder, `${name}2`)), isBegun(name) && !bad.some((one) => one === name))
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

test('two plays of one name are told apart by nothing, and so are refused', async () => {
  const twice = () =>
    runOn({ a: local() }, (inventory) => [
      play('start', inventory.group('all'), () => []),
      play('start', inventory.group('all'), () => []),
    ])
  const error = await twice().then(
    () => undefined,
    (reason: Error) => reason,
  )
  assert.instance(error, UsageError)
  assert.match(error?.message ?? '', 'two plays are called start: give each its own name')
})

test.run()
