import { SaxesParser } from 'saxes'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal, sentence } from '../../../lib/core/failure.ts'
import type { Splice } from '../../../lib/edit/splice.ts'
import { editXml, text } from '../../../lib/edit/xml/index.ts'
import { parse } from '../../../lib/edit/xml/parse.ts'
import { respliced } from '../../../lib/edit/xml/respliced.ts'
import type { XmlDocument } from '../../../lib/edit/xml/tree.ts'
import { generator, type Random } from '../random.ts'

const test = suite('a part read anew')

const file = `<?xml version="1.0"?>
<!DOCTYPE r [<!ENTITY e "1">]>
<r xmlns="urn:a" xmlns:p="urn:p">
  <a b="1" c='2'><p:in x="&e;">t</p:in><![CDATA[y]]></a>
  <!-- note --><d/>
  <q:f q:g="1"><h><i/></h></q:f>
</r>
`
const inserted = ['', 'x', '<n/>', '<n>', '</n>', ' k="1"', 'p:', 'q:', '&e;', '&', '<!--', '-->', '>', '/>', '"', '\n']

const plain = (document: XmlDocument) =>
  JSON.parse(
    JSON.stringify({ ...document, undeclared: undefined }, (key, value) => (key === 'parent' ? undefined : value)),
  )

function parsed(source: string): XmlDocument {
  const document = parse(source)
  if (isRefusal(document)) throw new Error(sentence(document))
  return document
}

function randomSplices(source: string, random: Random): Splice[] {
  const first = random(source.length)
  const second = first + random(30)
  return [first, second].slice(0, 1 + random(2)).map((start, index) => {
    const from = Math.min(start + index, source.length)
    const end = Math.min(from + random(6), index === 0 ? second : source.length, source.length)
    return { start: from, end: Math.max(from, end), text: inserted[random(inserted.length)] ?? '' }
  })
}

test('is what the whole would be, or is refused in the same words', () => {
  const random = generator(4711)
  let kept = 0
  for (let round = 0; round < 4_000; round++) {
    let document = parsed(file)
    for (let step = 0; step < 3; step++) {
      const splices = randomSplices(document.text, random)
      const whole = parse(spliced(document.text, splices))
      const part = respliced(document, splices)
      if (isRefusal(whole)) {
        assert.equal(part, whole)
        break
      }
      assert.not(isRefusal(part), JSON.stringify(splices))
      if (isRefusal(part)) break
      assert.equal(plain(part), plain(whole), JSON.stringify({ splices, text: whole.text }))
      document = part
      kept++
    }
  }
  assert.ok(kept > 400, String(kept))
})

const spliced = (source: string, splices: readonly Splice[]): string =>
  [...splices]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end, text: put }) => rest.slice(0, start) + put + rest.slice(end), source)

test('however many edits a file is given, it is read twice', () => {
  const items = Array.from({ length: 2000 }, (_, at) => `  <item n="${at}"><v>old</v></item>\n`).join('')
  const source = `<list>\n${items}</list>\n`
  const read = (count: number): number => {
    const { write } = SaxesParser.prototype
    let characters = 0
    SaxesParser.prototype.write = function (chunk) {
      characters += String(chunk ?? '').length
      return write.call(this, chunk)
    }
    try {
      const edits = Array.from({ length: count }, (_, at) => text(`/list/item[@n="${at * 9}"]/v`, `new ${at}`))
      const edited = editXml(Buffer.from(source), edits)
      assert.is('changes' in edited && edited.changes.length, count)
    } finally {
      SaxesParser.prototype.write = write
    }
    return characters
  }
  assert.ok(read(200) < 2.2 * source.length)
  assert.ok(read(1) < 2.2 * source.length)
})

test.run()
