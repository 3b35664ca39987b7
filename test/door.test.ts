import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { declarationsIn } from '../docs/source/declarations.ts'

const test = suite('the public door')
const declarations = declarationsIn(fileURLToPath(new URL('..', import.meta.url)))
const doors = ['lib/index.ts', 'tasks/index.ts', 'tasks/nginx/index.ts', 'tasks/wso2is/index.ts']
const exported = doors.flatMap((door) => declarations.exports(door))

test('each name has one meaning, from wherever it is imported', () => {
  const files = new Map<string, Set<string>>()
  for (const { name, file } of exported) files.set(name, (files.get(name) ?? new Set()).add(file))
  assert.ok(files.size > 150)
  assert.equal(
    [...files].filter(([, from]) => from.size > 1).map(([name, from]) => `${name}: ${[...from].join(', ')}`),
    [],
  )
})

test('an edit is a member of the task that takes it, and no name of its own', () => {
  const members = ['xml', 'json', 'lines', 'properties'].flatMap((task) =>
    exported.filter(({ name }) => name === task).flatMap((one) => declarations.members(one)),
  )
  const edits = [...new Set(members.map(({ name }) => name))]
  for (const name of ['xml.text', 'xml.fragment', 'json.set', 'lines.ensure', 'lines.block', 'properties.remove'])
    assert.ok(edits.includes(name), name)
  for (const { doc, name } of members) {
    assert.ok(doc.text, `${name} says what it is for`)
    assert.ok(
      doc.examples.every((example) => example.includes(`${name}(`)) && doc.examples.length > 0,
      `${name} shows it`,
    )
  }
  const flat = exported.filter(
    ({ file, kind }) => file.startsWith('lib/edit/') && !['type', 'interface'].includes(kind),
  )
  assert.equal(
    flat.map(({ name }) => name),
    [],
  )
})

test.run()
