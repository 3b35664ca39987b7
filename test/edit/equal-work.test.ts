import { SaxesParser } from 'saxes'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../lib/core/secret.ts'
import { rememberNoWork } from '../../lib/edit/equal-work.ts'
import { editXml, element, insert, text, type XmlEdit } from '../../lib/edit/xml/index.ts'

const test = suite('equal work')

/** Texts that are read whole. */
let parses = 0
const write = SaxesParser.prototype.write
SaxesParser.prototype.write = function (...given: Parameters<typeof write>) {
  if (given[0] !== null) parses++
  return write.apply(this, given)
}

function parsesOf(file: string, edits: () => readonly XmlEdit[], hosts = 30): number {
  parses = 0
  for (let host = 0; host < hosts; host++) editXml({ text: file }, edits())
  return parses
}

test('thirty hosts with one file that is as it shall be: it is read once', () => {
  assert.is(
    parsesOf('<a><b>1</b></a>', () => [text('/a/b', '1')]),
    1,
  )
})

test('thirty hosts with one file that is to be changed: it is read once, with its result', () => {
  const changing = parsesOf('<a><b>2</b></a>', () => [text('/a/b', '1')], 1)
  parses = 0
  assert.is(
    parsesOf('<a><b>2</b></a>', () => [text('/a/b', '1')]),
    0,
  )
  assert.ok(changing > 1 && changing <= 3, `${changing} parses`)
})

test('what was changed, and has come to rest, is not read again to see that', () => {
  const edits = [text('/a/b', 'rests')]
  const first = editXml({ text: '<a><b>2</b></a>' }, edits)
  assert.ok('content' in first)
  parses = 0
  const second = editXml(first.content, edits)
  assert.is(parses, 0)
  assert.ok('content' in second)
  assert.equal([second.content, second.changes, second.bytes], [first.content, [], first.bytes])
})

test('another text, another edit, another option: each is work of its own', () => {
  const seen = new Set<string>()
  for (const file of ['<a><b>3</b></a>', '<a><b>4</b></a>'])
    for (const value of ['5', '6']) {
      const edited = editXml({ text: file }, [text('/a/b', value)])
      assert.ok('content' in edited && 'text' in edited.content)
      seen.add(edited.content.text + edited.changes.length)
    }
  assert.equal([...seen], ['<a><b>5</b></a>1', '<a><b>6</b></a>1'])
  const named = { text: '<a xmlns="urn:one"><b>1</b></a>' }
  const found = (uri: string) => 'content' in editXml(named, [text('/p:a/p:b', '1')], { namespaces: { p: uri } })
  assert.equal([found('urn:one'), found('urn:two'), found('urn:one')], [true, false, true])
})

test('an element and a text that are written alike are not taken for each other', () => {
  const of = (edit: XmlEdit) => editXml({ text: '<a><b/></a>' }, [edit])
  const [first, second] = [
    of(insert('last', '/a', element('c', {}, ['d']))),
    of(insert('last', '/a', element('c', {}, [element('d')]))),
  ]
  assert.ok('content' in first && 'content' in second)
  assert.not.equal(first.content, second.content)
})

test('where a secret has to do with it, nothing is remembered', () => {
  const password = secret('equal-work', { value: 'quiet' })
  assert.is(parsesOf('<a><b>quiet</b></a>', () => [text('/a/b', password)], 5) >= 5, true)
})

test('nothing is remembered where that is switched off', () => {
  rememberNoWork()
  assert.is(
    parsesOf('<a><b>1</b></a>', () => [text('/a/b', '1')], 4),
    4,
  )
})

test.run()
