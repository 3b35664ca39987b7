import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal, sentence } from '../../../lib/core/failure.ts'
import { attribute, editXml, element, insert, setting, text, type XmlEdit } from '../../../lib/edit/xml/index.ts'
import { parse } from '../../../lib/edit/xml/parse.ts'
import { attributeOf } from '../../../lib/edit/xml/select.ts'
import { textOf, type XmlElement } from '../../../lib/edit/xml/tree.ts'
import { generator, type Random } from '../random.ts'
import { edited } from './laws.ts'

const words = [
  '&',
  '<',
  '>',
  '"',
  "'",
  ']]>',
  '&amp;',
  '&#38;',
  '\n',
  '\t',
  ' ',
  'a',
  '=',
  '--',
  '\u00a0',
  'é',
  '€',
  '😀',
  '\ufffd',
  '$&',
  '<!--',
  '<![CDATA[',
]

const value = (random: Random): string => Array.from({ length: random(7) }, () => words[random(words.length)]).join('')

const files = {
  'UTF-8': Buffer.from('<r>\n\t<a b="1"\n\t   c=\'2\'>x</a>\n\t<d><![CDATA[y]]></d>\n\t<e/>\n</r>'),
  'UTF-8, CRLF': Buffer.from('\ufeff<r>\r\n\t<a b="1" c=\'2\'/>\r\n\t<d>\r\n<![CDATA[y]]></d>\r\n\t<e></e>\r\n</r>'),
  'ISO-8859-1': Buffer.from(
    '<?xml version="1.0" encoding="ISO-8859-1"?><r><a b="\xe9" c=\'2\'>\xe9</a><d><![CDATA[\xe9]]></d><e>1</e></r>',
    'latin1',
  ),
}

/** Reads the result again, in the way of a program that knows nothing of edits. */
function reread(bytes: Uint8Array, latin: boolean): XmlElement {
  const document = parse(Buffer.from(bytes).toString(latin ? 'latin1' : 'utf8'))
  if (isRefusal(document)) throw new Error(sentence(document))
  const [root] = document.elements
  if (!root) throw new Error('no root')
  return root
}

const child = (root: XmlElement, name: string): XmlElement => {
  const found = root.elements.find((element) => element.name === name)
  if (!found) throw new Error(`no ${name}`)
  return found
}

const random = suite('random values in XML')
for (const [name, file] of Object.entries(files))
  random(`${name}: what is written is read again`, () => {
    const next = generator(20_260)
    for (let round = 0; round < 700; round++) {
      const [b, c, t, d, e, f] = Array.from({ length: 6 }, () => value(next)) as [
        string,
        string,
        string,
        string,
        string,
        string,
      ]
      const edits: XmlEdit[] = [
        attribute('/r/a', 'b', b),
        attribute('/r/a', 'c', c),
        attribute('/r/a', 'new', f, { after: 'b' }),
        text('/r/a', t),
        text('/r/d', d),
        text('/r/e', e),
        insert('last', '/r', element('f', { g: f }, [element('h', {}, t), { type: 'cdata', cdata: d }])),
      ]
      const root = reread(round % 10 === 0 ? edited(file, edits) : once(file, edits), name === 'ISO-8859-1')
      const a = child(root, 'a')
      assert.equal(
        ['b', 'c', 'new'].map((key) => attributeOf(a, key, {})?.value),
        [b, c, f],
      )
      assert.is(textOf(a), t)
      assert.ok(textOf(child(root, 'd')).trim() === d.trim(), d)
      assert.is(textOf(child(root, 'e')), e)
      assert.is(attributeOf(child(root, 'f'), 'g', {})?.value, f)
      assert.is(textOf(child(child(root, 'f'), 'h')), t)
    }
  })

random('values of settings', () => {
  const next = generator(7)
  const file = Buffer.from('<r><a>\n k=1\n</a><b><![CDATA[\n k=1\n]]></b></r>')
  for (let round = 0; round < 300; round++) {
    const wanted = value(next)
      .replace(/[\n\t]|]]>/g, '')
      .replace(/^ +| +$/g, '')
    const root = reread(once(file, [setting('/r/a', 'k', wanted), setting('/r/b', 'k', wanted)]), false)
    for (const name of ['a', 'b']) assert.is(textOf(child(root, name)), `\n k=${wanted}\n`)
  }
})

function once(file: Uint8Array, edits: readonly XmlEdit[]): Uint8Array {
  const result = editXml(file, edits)
  if (isRefusal(result)) throw new Error(sentence(result))
  return result.bytes
}

random.run()
