import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { attempt } from '../../lib/core/attempt.ts'
import { build } from '../../lib/core/build.ts'
import { local } from '../../lib/core/connection.ts'
import { commandFact } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { guarded } from '../../lib/core/guarded.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { command, directory, file, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('attempts')

const on = (resources: Resources, options = {}) =>
  runOn({ a: local() }, (inventory) => [play('p', inventory.group('all'), () => resources)], options)

/** A file that is written, so that what was carried out can be seen. */
const mark = (folder: string, name: string, more = {}) => file({ path: join(folder, name), text: name, ...more })
const marks = (folder: string) =>
  ['tried', 'rescue', 'always', 'after'].filter((name) => existsSync(join(folder, name)))
const fails = (folder: string, more = {}) =>
  command({ script: 'echo no room; exit 4', creates: join(folder, 'never'), ...more })

/** An attempt with something after it. */
const around = (folder: string, tried: Resources, lists: readonly ('rescue' | 'always')[]) => [
  attempt(tried, Object.fromEntries(lists.map((name) => [name, mark(folder, name)]))),
  mark(folder, 'after'),
]

test('what fails is rescued: a warning, the rescue, what is always done, and what comes after', async () => {
  const folder = scratch('attempt')
  const { steps, summary } = await on(
    around(folder, [mark(folder, 'tried'), fails(folder), mark(folder, 'never')], ['rescue', 'always']),
  )
  assert.equal(steps('a'), [
    'changed',
    'ok: failed, and is rescued: the command ended with status 4: no room',
    'skipped: an earlier step of its attempt did not succeed',
    'changed',
    'changed',
    'changed',
  ])
  assert.equal(marks(folder), ['tried', 'rescue', 'always', 'after'])
  assert.is(summary.hosts.a?.failed, 0)
})

test('what has run and would run again has failed: it is rescued, and where that is said, ignored', async () => {
  const folder = scratch('attempt')
  const again = (more = {}) => command({ script: 'true', creates: join(folder, 'nothing'), ...more })
  const { steps, summary } = await on(around(folder, [mark(folder, 'tried'), again()], ['rescue', 'always']))
  assert.equal(steps('a'), [
    'changed',
    'ok: failed, and is rescued: not converged: it has run, and would run again',
    'changed',
    'ok',
    'changed',
  ])
  assert.equal(marks(folder), ['tried', 'rescue', 'always', 'after'])
  assert.is(summary.hosts.a?.failed, 0)
  const ignored = await on([again({ ignoreFailure: true })])
  assert.equal(ignored.steps('a'), ['ok: failed, and that is ignored: not converged: it has run, and would run again'])
  const lost = await on([attempt(again(), { rescue: [again({ id: 'second' })], always: mark(folder, 'always') })])
  assert.match(lost.steps('a').join('\n'), /^ok: failed, and is rescued: .*\nfailed: not converged: .*\nok$/)
})

test('where nothing fails, nothing is rescued', async () => {
  const folder = scratch('attempt')
  const { steps } = await on(around(folder, mark(folder, 'tried'), ['rescue', 'always']))
  assert.equal(steps('a'), ['changed', 'skipped: nothing of its attempt has failed', 'changed', 'changed'])
  assert.equal(marks(folder), ['tried', 'always', 'after'])
  const again = await on(around(folder, mark(folder, 'tried'), ['rescue', 'always']))
  assert.equal(again.steps('a'), ['ok', 'skipped: nothing of its attempt has failed', 'ok', 'ok'])
})

test('a dry run tells the rescue as what is done only then, and changes nothing', async () => {
  const folder = scratch('attempt')
  const { steps } = await on(around(folder, mark(folder, 'tried'), ['rescue', 'always']), { mode: 'plan' })
  assert.equal(steps('a'), ['changed', 'skipped: carried out only where its attempt fails', 'changed', 'changed'])
  assert.equal(marks(folder), [])
})

for (const mode of ['plan', 'apply'] as const)
  test(`${mode}: what is refused leaves its list as it was, and is rescued`, async () => {
    const folder = scratch('attempt')
    mkdirSync(join(folder, 'd'))
    const tried = [mark(folder, 'tried'), symlink({ path: join(folder, 'd'), target: 'x' })]
    const { steps } = await on(around(folder, tried, ['rescue']), { mode })
    assert.match(
      steps('a').join('\n'),
      /^skipped: an earlier step of its attempt did not succeed\nok: refused, and is rescued: .* is a directory.*\nchanged\nchanged$/,
    )
    assert.equal(marks(folder), mode === 'plan' ? [] : ['rescue', 'after'])
  })

test('without a rescue it fails as ever, and what is always done is done', async () => {
  const folder = scratch('attempt')
  const { steps } = await on(around(folder, fails(folder), ['always']))
  assert.equal(steps('a'), [
    'failed: the command ended with status 4: no room',
    'changed',
    'skipped: an earlier step did not succeed',
  ])
  assert.equal(marks(folder), ['always'])
})

test('a rescue that fails is a failure; what is always done is done', async () => {
  const folder = scratch('attempt')
  const { steps } = await on([
    attempt(fails(folder), { rescue: [fails(folder, { id: 'second' })], always: mark(folder, 'always') }),
    mark(folder, 'after'),
  ])
  assert.match(steps('a').join('\n'), /^ok: failed, and is rescued.*\nfailed: .*\nchanged\nskipped: /)
  assert.equal(marks(folder), ['always'])
})

test('the inner of two attempts does what it always does before the outer one rescues', async () => {
  const folder = scratch('attempt')
  const log = (word: string) =>
    command({ script: `echo ${word} >>${folder}/log`, unless: `grep -q ${word} ${folder}/log` })
  await on([
    attempt([attempt([log('one'), fails(folder)], { always: log('two') }), log('never')], {
      rescue: log('three'),
      always: log('four'),
    }),
    log('five'),
  ])
  assert.is(readFileSync(join(folder, 'log'), 'utf8'), 'one\ntwo\nthree\nfour\nfive\n')
})

test('what only the host can decide later fails and is rescued, too', async () => {
  const folder = scratch('attempt')
  const made = join(folder, 'made')
  const { steps } = await on(
    around(
      folder,
      [
        command({ script: `mkdir -p ${made}/d`, creates: `${made}/d` }),
        given({ list: commandFact(`ls ${made}`, [made]) }, ({ list }) =>
          list.output.includes('d') ? symlink({ path: `${made}/d`, target: 'x' }) : [],
        ),
      ],
      ['rescue', 'always'],
    ),
  )
  assert.match(steps('a').join('\n'), /refused, and is rescued: .* is a directory/)
  assert.equal(marks(folder), ['rescue', 'always', 'after'])
})

test('it is tried again first, and what is ignored fails nothing', async () => {
  const folder = scratch('attempt')
  const counted = command({
    script: `echo x >>${folder}/count; exit 1`,
    creates: '/nowhere/x',
    retry: { times: 1, delay: 0 },
  })
  await on(around(folder, [fails(folder, { ignoreFailure: true }), counted], ['rescue']))
  assert.is(readFileSync(join(folder, 'count'), 'utf8'), 'x\nx\n')
  assert.equal(marks(folder), ['rescue', 'after'])
})

test('where all of a rescue is left out by tags, nothing is rescued', async () => {
  const folder = scratch('attempt')
  const { summary } = await on([attempt(fails(folder, { tags: ['now'] }), { rescue: mark(folder, 'rescue') })], {
    tags: ['now'],
  })
  assert.is(summary.hosts.a?.failed, 1)
})

test('what makes no sense is told before a host is asked, with what to write', () => {
  const one = () => file({ path: '/x', text: '' })
  assert.throws(() => attempt(one(), {}), /neither rescue nor always: give one of them/)
  assert.throws(
    () => attempt(one(), { rescues: [] } as object),
    /rescues is no option of attempt: did you mean rescue\?/,
  )
  assert.throws(
    () => attempt(guarded({ within: 30 }, one()), { always: one() }),
    /is guarded: .* take it out of the attempt/,
  )
  assert.throws(
    () => guarded({ within: 30 }, attempt(one(), { always: one() })),
    /is in an attempt, and a guarded list/,
  )
  const inventory = defineInventory({ hosts: { a: { connect: local() } } })
  const twice = () => [attempt(one(), { always: one() }), attempt(one(), { always: one() })]
  assert.throws(
    () => build([play('p', inventory.group('all'), twice)]),
    /two attempts are called attempt file \/x: give one of them an id/,
  )
})

test('ids say where a step stands', () => {
  const inventory = defineInventory({ hosts: { a: { connect: local() } } })
  const [built] = build([
    play('p', inventory.group('all'), () =>
      attempt(directory({ path: '/d' }), {
        id: 'migration',
        rescue: file({ path: '/x', text: '' }),
        always: directory({ path: '/e' }),
      }),
    ),
  ])
  assert.equal(
    built?.hosts[0]?.items.map(({ id }) => id),
    ['p/a/migration/try/directory /d', 'p/a/migration/rescue/file /x', 'p/a/migration/always/directory /e'],
  )
})

test('what was there before is not needed by what rescues', async () => {
  const folder = scratch('attempt')
  writeFileSync(join(folder, 'rescue'), 'rescue')
  const { steps } = await on(around(folder, fails(folder), ['rescue']))
  assert.match(steps('a').join('\n'), /^ok: failed, and is rescued.*\nok\nchanged$/)
})

test.run()
