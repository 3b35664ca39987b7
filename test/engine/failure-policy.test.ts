import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { command, file, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('what becomes of a failure')

const on = (resources: Resources, options = {}) =>
  runOn({ a: local() }, (inventory) => [play('p', inventory.group('all'), () => resources)], options)

/** Succeeds when it is carried out for the so-manieth time. */
const late = (folder: string, turns: number, more: object) =>
  command({
    script: `echo x >>${folder}/count; [ $(wc -l <${folder}/count) -ge ${turns} ] && touch ${folder}/done`,
    creates: join(folder, 'done'),
    ...more,
  })

test('a step that fails is carried out again, and what stands before it once', async () => {
  const folder = scratch('retry')
  const { steps, summary } = await on([
    command({ script: `echo x >>${folder}/once; touch ${folder}/first`, creates: join(folder, 'first') }),
    late(folder, 3, { retry: { times: 2, delay: 0 } }),
    file({ path: join(folder, 'after'), text: '' }),
  ])
  assert.equal(steps('a'), ['changed', 'changed', 'changed'])
  assert.is(readFileSync(join(folder, 'count'), 'utf8'), 'x\nx\nx\n')
  assert.is(readFileSync(join(folder, 'once'), 'utf8'), 'x\n')
  assert.is(summary.hosts.a?.failed, 0)
})

test('after so many times it fails as ever', async () => {
  const folder = scratch('retry')
  const { steps } = await on([
    late(folder, 9, { retry: { times: 2, delay: 0 } }),
    file({ path: join(folder, 'after'), text: '' }),
  ])
  assert.match(
    steps('a').join('\n'),
    /^failed: the command ended with status 1\nskipped: an earlier step did not succeed$/,
  )
  assert.is(readFileSync(join(folder, 'count'), 'utf8'), 'x\nx\nx\n')
})

test('a failure that is ignored is a warning, and the run goes on; what comes after it is confirmed', async () => {
  const folder = scratch('ignore')
  const { steps, summary } = await on([
    command({ script: 'echo no room; exit 4', creates: '/nowhere/x', ignoreFailure: true }),
    file({ path: join(folder, 'after'), text: '' }),
  ])
  assert.equal(steps('a'), ['ok: failed, and that is ignored: the command ended with status 4: no room', 'changed'])
  assert.is(summary.hosts.a?.failed, 0)
})

test('first it is tried again, then ignored', async () => {
  const folder = scratch('ignore')
  const { steps } = await on([late(folder, 9, { retry: { times: 1, delay: 0 }, ignoreFailure: true })])
  assert.match(steps('a').join(), /^ok: failed, and that is ignored/)
  assert.is(readFileSync(join(folder, 'count'), 'utf8'), 'x\nx\n')
})

for (const mode of ['apply', 'plan'] as const)
  test(`${mode}: a refusal that is ignored is a warning`, async () => {
    const folder = scratch('ignore')
    mkdirSync(join(folder, 'd'))
    const { steps } = await on(
      [
        symlink({ path: join(folder, 'd'), target: 'x', ignoreFailure: true }),
        file({ path: join(folder, 'after'), text: '' }),
      ],
      { mode },
    )
    assert.match(steps('a').join('\n'), /^ok: refused, and that is ignored: .* is a directory.*\nchanged$/)
    assert.is(existsSync(join(folder, 'after')), mode === 'apply')
  })

test('what is carried out together with it, and was put back, is done with it', async () => {
  const folder = scratch('together')
  const { steps } = await on([
    file({ path: join(folder, 'a'), text: 'a' }),
    file({ path: join(folder, 'b'), text: 'b', validate: 'false %s', ignoreFailure: true }),
    file({ path: join(folder, 'c'), text: 'c' }),
  ])
  assert.match(steps('a').join('\n'), /^changed\nok: failed, and that is ignored: .*\nchanged$/s)
  assert.equal(
    ['a', 'b', 'c'].map((name) => existsSync(join(folder, name))),
    [true, false, true],
  )
})

for (const [options, says] of [
  [{ retry: 0 }, /retry is 0: give a whole number from 1 up/],
  [{ retry: { times: 1, wait: 3 } }, /retry\.wait is no key of retry/],
  [{ retry: { delay: 3 } }, /retry\.times is missing/],
  [{ retry: { times: 1, delay: -1 } }, /retry\.delay is -1: give a number of seconds from 0 up/],
  [{ ignoreFailure: 'yes' }, /ignoreFailure is .*: give true or false/],
] as const)
  test(`${JSON.stringify(options)} is told before a host is asked`, () =>
    assert.throws(() => file({ path: '/x', text: '', ...(options as object) }), says))

test.run()
