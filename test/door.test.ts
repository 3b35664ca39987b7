import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { catalogue } from '../docs/generate.ts'
import { compiling } from '../docs/source/compiler.ts'

const test = suite('the public door')
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** All that users import, with the files that declare it. */
const exported = compiling(root, ({ exports }) =>
  catalogue.modules.flatMap(({ file }) =>
    [...exports(file)].map(([name, { declarations }]) => ({
      name,
      file: declarations[0]?.path.slice(root.length + 1),
    })),
  ),
)

test('each name has one meaning, from wherever it is imported', () => {
  const files = new Map<string, Set<string>>()
  for (const { name, file = '' } of exported) files.set(name, (files.get(name) ?? new Set()).add(file))
  assert.ok(files.size > 150)
  assert.equal(
    [...files].filter(([, from]) => from.size > 1).map(([name, from]) => `${name}: ${[...from].join(', ')}`),
    [],
  )
})

test('what only describes hosts loads neither the engine nor the command', () => {
  const loaded = new Set<string>()
  const load = (file: string) => {
    if (loaded.has(file) || !existsSync(file)) return
    loaded.add(file)
    for (const [, at = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) .*?from '(\.[^']+)'/gm))
      load(join(dirname(file), at))
  }
  load(join(root, 'dist/lib/index.js'))
  const rooms = new Set([...loaded].map((file) => /dist\/(lib\/\w+|\w+)/.exec(file)?.[1]))
  assert.ok(loaded.size > 100 && rooms.has('lib/run'), [...rooms].join(' '))
  assert.equal(
    [...rooms].filter((room) => /lib\/(cli|engine|session|transport|report|controller)$/.test(room ?? '')),
    [],
  )
})

test('an edit is a member of the task that takes it, and no name of its own', () => {
  const members = catalogue.tasks.flatMap((task) => task.members)
  for (const name of ['xml.text', 'xml.fragment', 'json.set', 'toml.set', 'lines.ensure', 'properties.remove'])
    assert.ok(
      members.some((one) => one.name === name),
      name,
    )
  for (const { name, text, examples } of members) {
    assert.ok(text, `${name} says what it is for`)
    assert.ok(examples.every((example) => example.includes(`${name}(`)) && examples.length > 0, `${name} shows it`)
  }
  const callable = [...catalogue.functions, ...[...catalogue.makers.values()].flat()].map(({ name }) => name)
  const flat = exported.filter(({ name, file }) => file?.startsWith('lib/edit/') && callable.includes(name))
  assert.equal(flat, [])
})

test.run()
