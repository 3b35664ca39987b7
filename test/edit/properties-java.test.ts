import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal } from '../../lib/core/failure.ts'
import { parseProperties } from '../../lib/edit/properties/parse.ts'
import { editProperties, type PropertyEdit, removeProperty, setProperty } from '../../lib/edit/properties.ts'
import { javaProperties, type Sample } from './java.ts'
import { edits, latin } from './properties-situations.ts'
import { generator } from './random.ts'

const pieces = [
  'a',
  'b',
  'k',
  '=',
  ':',
  ' ',
  '\t',
  '\f',
  '\\',
  '\\\\',
  '\n',
  '\n',
  '\r',
  '\r\n',
  '\\\n',
  '#',
  '!',
  '\\u0041',
  '\\:',
  'é',
  '\\n',
  '\\ua',
]
const random = generator(3)
const pick = () => pieces[random(pieces.length)] ?? ''
const words = ['k', 'a', 'ak', ' =', 'x y', 'é:', '\\', '#n', '']
const fuzzed = Array.from({ length: 2000 }, () => {
  // Java makes an entry without a name of a lone backslash at the very end, and forgets it once a line follows.
  const before = Array.from({ length: random(24) }, pick)
    .join('')
    .replace(/(?<=^|[\r\n])(?:[ \t\f]*\\[\r\n]*)+$/, '')
  const name = words[random(words.length - 1)] ?? ''
  const edit = random(3) === 0 ? removeProperty(name) : setProperty(name, words[random(words.length)] ?? '')
  return { before, edit, edited: editProperties(before, [edit]) }
})

// One JVM answers for all texts, so they are collected before any test runs.
const samples: Sample[] = [
  ...edits.flatMap(([, before, , after, charset = latin]) => [before, after].map((text) => ({ text, charset }))),
  ...fuzzed.flatMap(({ before, edited }) =>
    [before, 'text' in edited ? edited.text : ''].map((text) => ({ text, charset: latin })),
  ),
]
const read = javaProperties(samples)

const law = suite('properties, as Java reads them')

for (const [index, [name, , edit]] of edits.entries())
  if (name !== 'a secret') law(name, () => meansTheEdit(read[2 * index], edit, read[2 * index + 1]))

law('any text means to Java what it means here, and after an edit what the edit says', () => {
  for (const [index, { before, edit, edited }] of fuzzed.entries()) {
    const at = 2 * (edits.length + index)
    const [meant, means] = [read[at], read[at + 1]]
    const shown = JSON.stringify({ before, edit, edited })
    const entries = parseProperties(before)
    assert.is(isRefusal(entries), meant === undefined, shown)
    if (isRefusal(entries)) continue
    assert.equal(sorted(new Map(entries.map(({ key, value }) => [key, value]))), sorted(meant), shown)
    assert.ok('text' in edited, shown)
    meansTheEdit(meant, edit, means, shown)
    assert.equal(editProperties(edited.text, [edit]), { text: edited.text, changed: false }, shown)
  }
})

law.run()

function meansTheEdit(
  before: Map<string, string> | undefined,
  edit: PropertyEdit,
  after: Map<string, string> | undefined,
  shown = '',
) {
  const expected = new Map(before)
  if (edit.edit === 'set') expected.set(edit.key, String(edit.value))
  else expected.delete(edit.key)
  assert.equal(sorted(after), sorted(expected), shown)
}

const sorted = (map: Map<string, string> | undefined) => [...(map ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
