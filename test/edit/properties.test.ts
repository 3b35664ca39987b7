import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal, sentence } from '../../lib/core/failure.ts'
import { secret } from '../../lib/core/secret.ts'
import { parseProperties } from '../../lib/edit/properties/parse.ts'
import {
  type Charset,
  editProperties,
  type PropertyEdit,
  removeProperty,
  setProperty,
} from '../../lib/edit/properties.ts'
import { filled } from './filled.ts'
import { javaProperties, type Sample } from './java.ts'
import { generator } from './random.ts'

const log = '# log\nlog.root=INFO, \\\n         CONSOLE\n\n! old\n  log.file : home/a\\:b\n'
const latin: Charset = 'iso-8859-1'
const key = secret('key', { value: 'p=\\ö' })

const edits: readonly [name: string, before: string, edit: PropertyEdit, after: string, charset?: Charset][] = [
  [
    'a continued value',
    log,
    setProperty('log.root', 'WARN'),
    '# log\nlog.root=WARN\n\n! old\n  log.file : home/a\\:b\n',
  ],
  ['a colon and blanks', log, setProperty('log.file', 'c:\\x'), log.replace('home/a\\:b', 'c:\\\\x')],
  ['no change: a continued value', log, setProperty('log.root', 'INFO, CONSOLE'), log],
  ['no change: other escapes', 'a=\\u0041\\b\n', setProperty('a', 'Ab'), 'a=\\u0041\\b\n'],
  ['a new key, in the style of the last', log, setProperty('x', '1'), `${log}x : 1\n`],
  ['a new key, in an empty text', '', setProperty('x', '1'), 'x=1\n'],
  ['a new key, CRLF', 'a = 1\r\n', setProperty('x', '1'), 'a = 1\r\nx = 1\r\n'],
  ['a new key, behind an unterminated line', 'a=1', setProperty('x', '1'), 'a=1\nx=1\n'],
  ['a new key, behind an unterminated comment', '#a', setProperty('x', '1'), '#a\nx=1\n'],
  ['a new key, behind a continued last line', 'a=1\\\n', setProperty('x', '1'), 'a=1\\\n\nx=1\n'],
  ['a new key, behind a last backslash', 'a=1\\', setProperty('x', '1'), 'a=1\\\n\nx=1\n'],
  ['a key behind a last backslash', 'a=1\\', setProperty('a', 'n'), 'a=n'],
  ['an empty value behind a continued line', 'a=\\\n', setProperty('a', 'n'), 'a=\\\nn'],
  ['a value on the next line', 'a=\\\n  b\\\n  c\nd=1', setProperty('a', 'n'), 'a=\\\n  n\nd=1'],
  ['a key without a separator', 'a\nb', setProperty('a', '1'), 'a=1\nb'],
  ['a key with a blank for a separator', 'a 1\n', setProperty('a', '=2'), 'a \\=2\n'],
  ['a value that starts with the separator', 'a=1\n', setProperty('a', '=2 '), 'a==2 \n'],
  ['a value that starts with a blank', 'a=1\n', setProperty('a', '  2'), 'a=\\  2\n'],
  ['a value with line ends', 'a=1\n', setProperty('a', 'x\r\n\ty\f\u0000'), 'a=x\\r\\n\\ty\\f\\u0000\n'],
  ['an escaped key', 'a\\ b\\:c=1\n', setProperty('a b:c', '2'), 'a\\ b\\:c=2\n'],
  ['a new key to be escaped', '', setProperty('#a =:!\\é', '1'), '\\#a\\ \\=\\:!\\\\\\u00E9=1\n'],
  ['the last of duplicates', 'a=1\na=2\n', setProperty('a', '3'), 'a=1\na=3\n'],
  ['no change: the last of duplicates', 'a=1\na=2\n', setProperty('a', '2'), 'a=1\na=2\n'],
  ['the comment is no key', '#a=1\n!a=2\n', setProperty('a', '3'), '#a=1\n!a=2\na=3\n'],
  ['a comment is not continued', '#c\\\na=1\n', setProperty('a', '2'), '#c\\\na=2\n'],
  ['beyond ASCII', 'a=\n', setProperty('a', 'é€😀'), 'a=\\u00E9\\u20AC\\uD83D\\uDE00\n'],
  ['beyond ASCII, in UTF-8', 'a=ü\n', setProperty('a', 'é€😀\ud800'), 'a=é€😀\\uD800\n', 'utf-8'],
  ['a secret', 'a=1\n', setProperty('a', ['x', key]), 'a=xp=\\\\\\u00F6\n'],

  ['remove a continued entry', log, removeProperty('log.root'), '# log\n\n! old\n  log.file : home/a\\:b\n'],
  ['remove with its indentation', log, removeProperty('log.file'), log.replace(/ {2}log\.file.*\n/, '')],
  ['remove all of a key', 'a=1\r\nb=1\ra=2', removeProperty('a'), 'b=1\r'],
  ['remove what is absent', log, removeProperty('x'), log],
]

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

const law = suite('properties')

for (const [index, [name, before, edit, after, charset = latin]] of edits.entries())
  law(name, () => {
    assert.equal(filled(editProperties(before, [edit], { charset })), { text: after, changed: after !== before })
    assert.equal(filled(editProperties(after, [edit], { charset })), { text: after, changed: false })
    if (name !== 'a secret') meansTheEdit(read[2 * index], edit, read[2 * index + 1])
  })

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

law('refuses an escape that Java would throw at, and says where', () => {
  const refused = editProperties('a=1\r\nb=\\u12', [setProperty('a', '2')])
  assert.match('refusal' in refused ? sentence(refused) : '', /four hexadecimal digits \(line 2, column 3\)/)
})

law('edits are frozen data that say no secret', () => {
  assert.throws(() => setProperty('', 'x'), /a property needs a key/)
  const edit = setProperty('a', ['x', key])
  assert.ok(Object.isFrozen(edit))
  assert.is(JSON.stringify(edit), '{"edit":"set","key":"a","value":["x","[secret key]"]}')
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
