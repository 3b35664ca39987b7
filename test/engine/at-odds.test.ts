import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { local } from '../../lib/core/connection.ts'
import { contentFact } from '../../lib/core/fact.ts'
import { play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { absent, command, directory, file, lines, symlink } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'

const test = suite('steps at odds with each other')
type At = (name: string) => string
const run = (resources: Resources, mode: 'plan' | 'apply') =>
  runOn({ a: local() }, (inventory) => [play('p', inventory.group('all'), () => resources)], { mode })

const again = (path: string) => `when all of this is done, it would change .*${path} again`

const situations: readonly {
  readonly name: string
  readonly before?: (at: At) => void
  readonly resources: (at: At) => Resources
  /** What is said of each step; a word alone is its status. */
  readonly steps: readonly RegExp[]
}[] = [
  {
    name: 'one removes what another makes',
    resources: (at) => [absent({ path: at('x'), recursive: true }), directory({ path: at('x') })],
    steps: [
      new RegExp(`^refused: it is at odds with "make the directory .*x": ${again('x')}: keep one of them`),
      new RegExp(`^refused: it is at odds with "remove .*x": ${again('x')}`),
    ],
  },
  {
    name: 'and the other way round',
    before: (at) => mkdirSync(at('x')),
    resources: (at) => [directory({ path: at('x') }), absent({ path: at('x'), recursive: true })],
    steps: [/^refused: it is at odds with "remove/, /^refused: it is at odds with "make the directory/],
  },
  {
    name: 'an edit through a link that is turned after it',
    before: (at) => {
      for (const name of ['v1', 'v2']) mkdirSync(at(name))
      for (const name of ['v1/f', 'v2/f']) writeFileSync(at(name), 'a\n')
      symlinkSync('v1', at('cur'))
    },
    resources: (at) => [
      lines({ path: at('cur/f'), edits: [lines.ensure('b')] }),
      symlink({ path: at('cur'), target: 'v2' }),
      lines({ path: at('cur/f'), edits: [lines.ensure('c')] }),
    ],
    steps: [/^refused: it is at odds with "edit .*cur\/f": .*v2\/f again/, /./, /./],
  },
  {
    name: 'a folder that goes after all that is made in it',
    resources: (at) => [
      directory({ path: at('d') }),
      file({ path: at('d/f'), text: '' }),
      absent({ path: at('d'), recursive: true }),
    ],
    steps: [/^refused: .*"remove .*d"/, /^refused: .*"make the directory .*", "remove .*d"/, /^refused: .*"make the/],
  },
  {
    name: 'a step that another leaves nothing to edit',
    before: (at) => writeFileSync(at('f'), 'a\n'),
    resources: (at) => [lines({ path: at('f'), edits: [lines.ensure('b')] }), absent({ path: at('f') })],
    steps: [
      /^refused: it is at odds with "remove .*f": when all of this is done, it could not be done again \(.*f is not there to edit\)/,
      /./,
    ],
  },
]

for (const { name, before, resources, steps } of situations) {
  test(`${name}: told in the dry run, and nothing is changed`, async () => {
    const folder = scratch('odds')
    const at = (path: string) => join(folder, path)
    before?.(at)
    const all = [file({ path: at('other'), text: '' }), resources(at)].flat()
    for (const mode of ['plan', 'apply'] as const) {
      const { steps: said } = await run(all, mode)
      said('a')
        .slice(1)
        .forEach((words, index) => {
          assert.match(words, steps[index] ?? /^$/)
        })
    }
    assert.not.ok(existsSync(at('other')), 'nothing is changed')
  })
}

test('what only looks so is not refused', async () => {
  const folder = scratch('odds')
  const at = (path: string) => join(folder, path)
  writeFileSync(at('f'), 'old\n')
  const all = [
    file({ path: at('f'), text: 'copied\n' }),
    lines({ path: at('f'), edits: [lines.ensure('edited')] }),
    file({ path: at('g'), text: 'one' }),
    file({ path: at('g'), text: 'two' }),
    directory({ path: at('v1') }),
    symlink({ path: at('cur'), target: 'v1' }),
    file({ path: at('cur/f'), text: 'x' }),
    command({ script: `echo made >${at('made')}`, creates: at('made') }),
    lines({ path: at('made'), edits: [lines.ensure('more')] }),
  ]
  const first = await run(all, 'apply')
  assert.equal(
    first.steps('a').filter((words) => !/^(ok|changed)/.test(words)),
    [],
  )
  assert.equal(
    (await run(all, 'apply')).steps('a').filter((words) => words !== 'ok'),
    [],
  )
  assert.is(readFileSync(at('made'), 'utf8'), 'made\nmore\n')
})

/** How often a step is planned in a run. */
async function counted(text: string, path: string, mode: 'plan' | 'apply') {
  let count = 0
  const counting = defineTask('counting', {
    options: v.strictObject({ path: v.string() }),
    title: () => 'count',
    reads: ({ path }) => ({ at: contentFact(path) }),
    plan: ({ path }, { at }) => {
      count++
      if (at.type === 'file' && 'text' in at.content && at.content.text === text) return []
      return [{ op: 'write', path, content: { text } }]
    },
  })
  const { steps, summary } = await run(counting({ path }), mode)
  return { count, said: steps('a'), trips: summary.hosts.a?.roundTrips }
}

test('a host that is as described is planned once; one with changes once more on what it will be, at no request', async () => {
  const path = join(scratch('odds'), 'f')
  assert.equal(await counted('x', path, 'plan'), { count: 2, said: ['changed'], trips: 2 })
  assert.equal(await counted('x', path, 'apply'), { count: 3, said: ['changed'], trips: 4 })
  assert.equal(await counted('x', path, 'apply'), { count: 1, said: ['ok'], trips: 2 })
  assert.equal(await counted('x', path, 'plan'), { count: 1, said: ['ok'], trips: 2 })
})

test.run()
