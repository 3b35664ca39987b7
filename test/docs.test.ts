import { readdirSync, readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { catalogue, pages } from '../docs/generate.ts'
import { membersOf } from '../docs/source/catalogue.ts'
import { guideSections } from '../docs/source/sections.ts'
import { isRefusal, sentence } from '../lib/core/failure.ts'
import { editXml, type XmlEdit } from '../lib/edit/xml/index.ts'
import { xml } from '../tasks/index.ts'
import { changedLines } from './tasks/wso2is/edits.ts'

const test = suite('documentation')
const read = (path: string) => readFileSync(`docs/${path}`, 'utf8')

test('the pages that are made from the sources are those that would be made now (else: npm run docs)', () => {
  for (const [path, text] of pages) assert.is(read(path), text, path)
  const wanted = [...pages.keys()]
    .filter((path) => path.startsWith('tasks/'))
    .map((path) => path.slice('tasks/'.length))
  assert.equal(readdirSync('docs/tasks').sort(), wanted.sort())
})

for (const task of catalogue.tasks) {
  test(`${task.name} says what it is for, shows an example, and explains each option`, () => {
    assert.ok(task.doc.text, 'a description')
    assert.ok(
      task.doc.examples.some((example) => example.includes(`${task.name}(`)),
      'an example',
    )
    assert.ok(task.options, 'one object of options')
    for (const { name, meaning, default: fallback } of task.options ? membersOf(task.options) : [])
      assert.ok(meaning || fallback, `a comment on the option ${name}`)
  })
}

test('each task of Identity Server has its place in the guide', () => {
  const placed = guideSections.flatMap(([, names]) => names)
  const tasks = catalogue.tasks.filter(({ module }) => module === 'runbook/tasks/wso2is').map(({ name }) => name)
  assert.equal([...placed].sort(), tasks.sort())
  assert.ok(catalogue.tasks.length > placed.length)
})

test('each variable of pattern1 has its words', () => {
  const rows = read('variables.md').match(/^\| `\w+` .*$/gm) ?? []
  assert.ok(rows.length > 20)
  for (const row of rows) assert.not.match(row, /\| {2}\|$/)
})

test('what the pages refer to is there', () => {
  for (const path of [...pages.keys(), 'guide.md', 'toml-paths.md', 'xml-paths.md']) {
    const text = read(path)
    for (const [, target = ''] of text.matchAll(/\]\(([^)#:]*)(?:#[^)]*)?\)/g)) {
      if (target !== '')
        assert.not.throws(() => readFileSync(new URL(target, `file://${process.cwd()}/docs/${path}`)), path)
    }
  }
})

test('the guide names tasks and variables that there are', () => {
  const guide = read('guide.md')
  for (const { name, module } of catalogue.tasks)
    if (module !== 'runbook') assert.ok(guide.includes(`tasks/${name}.md`), `the guide links to ${name}`)
  for (const [, name] of read('variables.md').matchAll(/^\| `(\w+)` /gm))
    assert.match(guide, new RegExp(`\`${name}[\`.]`), `the guide says what ${name} is for`)
})

const paths = read('xml-paths.md')
const [, sample = ''] = /```xml\n([\s\S]*?)```/.exec(paths) ?? []

function edited(edits: readonly XmlEdit[]): { readonly text: string; readonly lines: readonly number[] } {
  const result = editXml(Buffer.from(sample), edits)
  if (isRefusal(result)) throw new Error(sentence(result))
  const lines = result.changes.map(({ start }) => sample.slice(0, start).split('\n').length)
  return { text: Buffer.from(result.bytes).toString(), lines }
}

for (const [, path = '', words = ''] of paths.matchAll(/^\| `(.+)` \| lines? (.+) \|$/gm)) {
  test(`the path ${path} finds line ${words}`, () => {
    assert.is(edited([xml.attribute(path, 'found', 'yes', { each: true })]).lines.join(', '), words)
  })
}

for (const [, code = '', diff = ''] of paths.matchAll(/```ts\n([\s\S]*?)```\n\n```diff\n([\s\S]*?)```/g)) {
  test(`${code.trim()} does what is shown`, () => {
    const edit = new Function('xml', `return ${code}`)(xml) as XmlEdit
    assert.equal(changedLines(sample, edited([edit]).text).join('\n'), diff.trimEnd())
  })
}

test.run()
