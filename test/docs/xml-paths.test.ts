import { readFileSync } from 'node:fs'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal, sentence } from '../../lib/core/failure.ts'
import { editXml, type XmlEdit } from '../../lib/edit/xml/index.ts'
import { xml } from '../../tasks/index.ts'
import { changedLines } from '../tasks/wso2is/edits.ts'

const test = suite('paths and edits of XML')

const paths = readFileSync('docs/xml-paths.md', 'utf8')
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
