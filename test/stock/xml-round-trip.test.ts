import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { contentOf } from '../../lib/core/content.ts'
import { isRefusal, sentence } from '../../lib/core/failure.ts'
import { decodeXml } from '../../lib/edit/xml/decode.ts'
import { attribute, commentOut, editXml, element, insert, remove, uncomment } from '../../lib/edit/xml/index.ts'
import { parse } from '../../lib/edit/xml/parse.ts'
import { withDescendants } from '../../lib/edit/xml/select.ts'
import { isElement, type XmlElement, type XmlParent } from '../../lib/edit/xml/tree.ts'
import { edited } from '../edit/xml/laws.ts'
import { stockFolder, stockHome } from '../support/stock.ts'

/** What is put into stock files and taken out again leaves no trace, wherever it is put. */
const roundTrips = suite('round trips of XML edits on stock files')
const home = stockHome('5.4.1')
const every = 97

if (home === undefined) {
  console.log(`no stock files in ${stockFolder}: set RUNBOOK_STOCK to test against them`)
  roundTrips('there are no stock files here', () => assert.is(stockHome('5.4.1'), undefined))
} else {
  for (const file of readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.xml')))
    roundTrips(file, () => {
      const before = readFileSync(join(home, file))
      const some = innerElements(before).filter((_, index) => index % every === 0)
      for (const each of some) check(before, pathOf(each), pathOf(each.parent))
    })
}

function check(before: Uint8Array, path: string, parent: string): void {
  for (const [where, at] of [
    ['before', path],
    ['after', path],
    ['first', parent],
    ['last', parent],
  ] as const) {
    const put = edited(before, [insert(where, at, element('strange', {}, [element('inner', { a: 1 }, strange)]))])
    assert.ok(same(edited(put, [remove('//strange')]), before), `${where} ${at}`)
  }
  const marked = edited(before, [attribute(path, 'strange', strange)])
  assert.ok(same(edited(marked, [attribute(path, 'strange', undefined)]), before), `attribute of ${path}`)
  const hidden = editXml(marked, [commentOut('//*[@strange]')])
  if (isRefusal(hidden)) assert.match(sentence(hidden), /cannot be commented out: it holds "--"/)
  else assert.ok(same(edited(hidden.bytes, [uncomment('//*[@strange]')]), marked), `comment of ${path}`)
}

const strange = 'a&b<c>"d\'e\n\tf&amp;g é€'

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b)

function innerElements(file: Uint8Array): XmlElement[] {
  const source = decodeXml(contentOf(file))
  const document = isRefusal(source) ? source : parse(source.text)
  if (isRefusal(document)) throw new Error(sentence(document))
  return withDescendants(document)
    .filter(isElement)
    .filter(({ parent }) => isElement(parent))
}

/** A path with a position in each step, which matches this element alone. */
const pathOf = (element: XmlParent): string => (isElement(element) ? `${pathOf(element.parent)}/${step(element)}` : '')

function step(element: XmlElement): string {
  const namesakes = element.parent.elements.filter(({ local }) => local === element.local)
  return `${element.local}[${namesakes.indexOf(element) + 1}]`
}

roundTrips.run()
