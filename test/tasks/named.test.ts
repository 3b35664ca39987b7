import { readdirSync, readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { publicDoors } from '../../lib/cli/installation.ts'
import { local } from '../../lib/core/connection.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { knownKeys } from '../../lib/core/known-keys.ts'
import { type Known, unknownIn } from '../support/named.ts'

const test = suite('what messages name')

const inventory = defineInventory({ hosts: { a: { connect: local() } } })
const doors = publicDoors.filter(({ name }) => !name.includes('*'))
const exported = await Promise.all(doors.map(({ code }): Promise<object> => import(code)))
const names: Readonly<Record<string, unknown>> = { ...Object.assign({}, ...exported), inventory, v }
const at = (name: string): unknown =>
  name
    .split('.')
    .reduce<unknown>((from, key) => (Object(from) === from ? Reflect.get(from as object, key) : undefined), names)

/** The options of all that has a page: the pages are held true by a test of theirs. */
const pages = ['docs/variables.md', ...readdirSync('docs/tasks').map((name) => `docs/tasks/${name}`)]
const shown = pages.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/^\| `([^`]+)` \|/gm)])

/** Of the inventory and the configuration, which have no table. */
const elsewhere = ['journal', 'secrets', 'age', 'command', 'ask']

const known: Known = {
  calls: (name) => at(name) !== undefined,
  optionsOf: (name) => {
    const task = at(name)
    if (typeof task !== 'function' || !('schema' in task)) return undefined
    return [...(knownKeys(task.schema, []) ?? []), 'id', 'title', 'tags', 'become']
  },
  options: new Set([...elsewhere, ...shown.flatMap(([, path = '']) => path.split(/[.[\]]+/))]),
}

/** What is no message, and what is no option in one. */
const others: readonly string[] = [
  'lib/cli/module.ts: jitiImport()', // the text of a module
  'tasks/edits/xml.ts: sec', // a prefix, as an example
]

test('is there: tasks, functions, and their options', () => {
  const files = ['lib', 'tasks', 'playbooks'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  const unknown = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => unknownIn(readFileSync(file, 'utf8'), known).map((fault) => `${file}:${fault}`))
  assert.equal(
    unknown.filter((fault) => !others.includes(fault.replace(/:\d+: /, ': '))),
    [],
  )
  assert.is(unknown.length, others.length, 'an exception that is none any more must go')
})

const faults: readonly (readonly [source: string, faults: readonly string[]])[] = [
  ["refuse('no openssl', 'install it, with packages({ names: [] })')", []],
  ["refuse('no openssl', 'install it, with package()')", ['1: package()']],
  [`refuse(\`no \${name}\`, \`install it, with package({ names: ['\${name}'] })\`)`, ['1: package()']],
  ["\nconst advice = 'with packages({ name: \\'openssl\\', state })'", ['2: packages({ name })']],
  ["refuse('x', 'use lines.blok(…) for several lines')", ['1: lines.blok()']],
  ["refuse('x', 'say recursively: true to remove all')", ['1: recursively']],
  ["refuse('x', 'say state: \\'absent\\', or become: true')", []],
  ["refuse('x', 'name its zip as `packs`')", ['1: packs']],
  ["const script = `rb() {\n command -v x || { echo 'install it, with package()'; rb; }\n}`", ['1: package()']],
  ['const script = `look() {\n look()\n}`', []],
  ["const query = 'SELECT now()'", []],
  ["// 'package()'\nfoo()", []],
]

for (const [source, wanted] of faults) {
  test(`of ${JSON.stringify(source)}: ${wanted.join(', ') || 'nothing is missing'}`, () => {
    assert.equal(unknownIn(source, known), wanted)
  })
}

test.run()
