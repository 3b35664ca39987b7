import { readdirSync, readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { catalogue, pages } from '../docs/generate.ts'
import { functionPages, guideSections } from '../docs/source/sections.ts'
import type { Option, Shape } from '../docs/source/shape.ts'
import { allOf, rowsOf } from '../docs/source/table.ts'
import { functionsOf } from '../docs/source/task-pages.ts'
import { knownKeys } from '../lib/core/known-keys.ts'

const test = suite('documentation')
const read = (path: string) => readFileSync(`docs/${path}`, 'utf8')

test('the pages that are made from the sources are those that would be made now (else: npm run docs)', () => {
  for (const [path, text] of pages) assert.is(read(path), text, path)
  const wanted = [...pages.keys()]
    .filter((path) => path.startsWith('tasks/'))
    .map((path) => path.slice('tasks/'.length))
  assert.equal(readdirSync('docs/tasks').sort(), wanted.sort())
})

/** What is imported by users, as it runs. */
const exported = new Map<string, { readonly schema?: unknown }>()
for (const { file } of catalogue.modules)
  for (const [name, value] of Object.entries(await import(`../${file.replace(/\.ts$/, '.js')}`)))
    exported.set(name, value as { readonly schema?: unknown })

/** What an option holds, also where its type has a name of its own. */
const innerOf = ({ inner, type }: Option): Shape | undefined =>
  inner ?? [...catalogue.types.values()].find(({ name }) => type.replace('[]', '') === name)?.shape

/** The options that only one of a page and a schema knows, as far as the schema says what it knows. */
function differing(schema: unknown, shape: Shape, path: readonly string[] = []): string[] {
  const known = knownKeys(schema, path)
  if (known === undefined) return []
  const shown = new Set(allOf(shape).map(({ name }) => name))
  const own = known.filter((name) => !shown.has(name)).map((name) => `${[...path, name].join('.')} is not shown`)
  const extra = [...shown]
    .filter((name) => !known.includes(name))
    .map((name) => `${[...path, name].join('.')} is not taken`)
  const below = allOf(shape).flatMap((option) => {
    const inner = innerOf(option)
    const at = [...path, option.name, ...(option.type.endsWith('[]') ? ['0'] : [])]
    return inner ? differing(schema, inner, at) : []
  })
  return [...own, ...extra, ...below]
}

/** Options of which it is not said what they mean. One word that tells a kind from others says it itself. */
const unexplained = (shape: Shape): string[] =>
  allOf(shape)
    .flatMap((option) => rowsOf(option))
    .filter(({ option: { meaning, default: fallback, type } }) => !meaning && !fallback && !/^'[^']*'$/.test(type))
    .map(({ path }) => path)

for (const task of catalogue.tasks) {
  test(`${task.name} says what it is for, shows an example, and explains each option that its schema has`, () => {
    assert.ok(task.text, 'a description')
    assert.ok(
      task.examples.some((example) => example.includes(`${task.name}(`)),
      'an example',
    )
    assert.equal(unexplained(task.shape), [])
    const schema = exported.get(task.name)?.schema
    assert.ok(schema, 'a schema')
    assert.equal(differing(schema, task.shape), [])
  })
}

test('an option that is not shown, or is not taken, is found wherever it is', () => {
  const { schema } = exported.get('service') ?? {}
  const shape = catalogue.tasks.find(({ name }) => name === 'service')?.shape ?? { options: [], choices: [] }
  const [first, ...others] = shape.options
  const ready = others.map((one) =>
    one.name === 'ready' && one.inner ? { ...one, inner: { options: one.inner.options, choices: [] } } : one,
  )
  assert.equal(differing(schema, { ...shape, options: others }), [`${first?.name} is not shown`])
  assert.equal(differing(schema, { ...shape, options: [...others, { ...first, name: 'nam' } as Option] }).length, 2)
  assert.ok(differing(schema, { ...shape, options: [...ready, first as Option] }).includes('ready.port is not shown'))
})

test('each type says what is in it', () => {
  for (const { name, shape, ofTasks } of catalogue.types.values())
    if (ofTasks) assert.equal(unexplained(shape), [], name)
})

test('all that is exported has its place', () => {
  const placed = new Map(
    [...pages].map(([path, text]) => [path, [...text.matchAll(/^#+ (\S+)$/gm)].map(([, word]) => word)]),
  )
  const names = new Set([...placed.values()].flat())
  assert.equal(
    [...exported.keys()].filter((name) => !names.has(name)),
    [],
  )
  for (const [name, { schema }] of exported) if (schema) assert.ok(placed.get(`tasks/${name}.md`)?.[0] === name, name)
})

test('each function says what it is for and shows it', () => {
  const library = catalogue.functions.filter(({ module }) => ['runbook', 'runbook/testing'].includes(module))
  const paged = functionPages.flatMap((one) => functionsOf(one, catalogue).map(({ name }) => name))
  assert.equal(library.map(({ name }) => name).sort(), [...paged].sort())
  for (const { name, text, examples } of library) {
    assert.ok(text, `a description of ${name}`)
    assert.ok(
      [text, ...examples].some((words) => new RegExp(`\\b${name}[(<]`).test(words)),
      `an example of ${name}`,
    )
  }
})

test('each task of Identity Server has its place in the guide', () => {
  const placed = guideSections.flatMap(([, names]) => names)
  const tasks = catalogue.tasks.filter(({ module }) => module === 'runbook/tasks/wso2is').map(({ name }) => name)
  assert.equal([...placed].sort(), tasks.sort())
  assert.ok(catalogue.tasks.length > placed.length)
})

test.run()
