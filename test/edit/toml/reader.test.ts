import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { editToml, ensureTable, set, type TomlEdit } from '../../../lib/edit/toml/index.ts'
import { edited, refused, trySituations } from './laws.ts'

/** Each is TOML 1.0, and each stops the product's own parser: what is said of it. */
const refusedFiles: readonly (readonly [what: string, text: string, says: RegExp])[] = [
  [
    'a sub-table before its table',
    '[a.b]\nx = 1\n[a]\n',
    /the table a has its header behind a part of it \(line 1, column 2\), .* \(line 3, column 1\): move its header up/,
  ],
  ['a sub-table of arrays before its table', '[[a.b]]\nx = 1\n[a]\n', /the table a has its header behind/],
  ['a sub-table before its table, in a member', '[[m]]\n[m.a.b]\n[m.a]\n', /the table m\.a has its header behind/],
  ['a tab in a string', 'a = "x\ty"\n', /a tab stands in a string \(line 1, column 7\): write it as \\t/],
  ['a tab in a string of several lines', 'a = """\n\tx"""\n', /a tab stands in a string \(line 2, column 1\)/],
  ['a tab in a key', '"a\tb" = 1\n', /a tab stands in a string \(line 1, column 3\)/],
  ['strings and numbers in one array', 'a = ["x",\n  1]\n', /an array holds strings and integers \(line 2, column 3\)/],
  [
    'integers and floats in one array',
    'a = [[1], [1, 2.0]]\n',
    /an array holds integers and floats \(line 1, column 15\)/,
  ],
  ['tables and arrays in one array', 'a = [{}, []]\n', /an array holds tables and arrays/],
  [
    'a string of several lines that ends in a quote',
    'a = """x""""\n',
    /a string of several lines ends in quotes \(line 1, column 5\)/,
  ],
  ['a literal one', "a = '''\nx'''''\n", /a string of several lines ends in quotes/],
  ['one with an escaped backslash before the quote', 'a = """x\\\\""""\n', /a string of several lines ends in quotes/],
  [
    'a comma on the next line',
    'a = [1\n  , 2]\n',
    /a comma stands on another line than its value \(line 2, column 3\)/,
  ],
  [
    'a comma on the next line, behind a comment',
    'a = [1 # ,\n  , ]\n',
    /a comma stands on another line than its value \(line 2, column 3\)/,
  ],
  [
    'an empty array in an inline table',
    'a = { b = [] }\n',
    /an array inside another value is empty or ends in a comma \(line 1, column 11\)/,
  ],
  [
    'a comma at the end of an array in an inline table',
    'a = { b = [1, ], c = 2 }\n',
    /an array inside another value is empty/,
  ],
  ['several empty arrays in one value', 'a = [[], []]\nb = 1\n', /an array inside another value is empty/],
  [
    'a number that does not fit',
    'a = 9223372036854775808\n',
    /a number does not fit into 64 bits \(line 1, column 5\)/,
  ],
  ['a float that is too large', 'a = 1e999\n', /a number is too large or too small/],
  ['a float that is too small', 'a = 1e-999\n', /a number is too large or too small/],
  ['an exponent with a zero in front', 'a = 1e06\n', /an exponent begins with 0/],
  ['a small z', 'a = 1979-05-27T07:32:00z\n', /a time ends in "z"/],
  ['a date before a bracket', 'a = [1979-05-27]\n', /a date or time touches what follows it/],
  ['a date before a brace', 'a = { b = 07:32:00}\n', /a date or time touches what follows it/],
  ['a date before a comma', 'a = [07:32:00, 07:33:00 ]\n', /a date or time touches what follows it/],
]

const reader = suite('TOML for a stricter reader')

for (const [what, text, says] of refusedFiles)
  reader(`refuses ${what}`, () => {
    const words = refused(text, [set('new.x', 1)], { reader: 'wso2' })
    assert.match(words, says)
    assert.match(words, /^the reader of this file would not take it: /)
    edited(text, [set('new.x', 1)])
  })

/** What the product's parser takes, close to what it does not. */
const taken: readonly string[] = [
  '[a]\n[a.b]\n[a.b.c]\n[x.y.z]\n[x.y.v]\n',
  '[a]\nb.c = 1\n[a.b.d]\n',
  'a.b = 1\n[a.c]\n',
  "a = 'x\ty'\nb = '''\tx'''\n# \t\n",
  'a = """x\\""""\nb = """x"" y"""\nc = """"""\nd = \'\'\'\'\'\'\ne = """\\\\"""\n',
  'a = [1, # ,\n  2, # two\n]\nb = [[], [1]]\nc = [\n]\n',
  'a = { b = [1], c = 2 }\nd = [{ e = [1] }, { e = [2] }]\n',
  'a = [[1], ["x"]]\nb = [1.0, 2e5, -inf, nan]\n',
  'a = [1979-05-27 ]\nb = { c = 1979-05-27, d = 1 }\ne = 07:32:00 # c\n',
  'a = 0.0e0\nb = -9223372036854775808\nc = 1e-7\n',
]

for (const text of taken)
  reader(`takes ${JSON.stringify(text)}`, () => {
    assert.equal(editToml(text, [], { reader: 'wso2' }), { text, changed: false })
  })

/** Edits of which the result would stop the reader are refused, and the file stays. */
const results: readonly (readonly [what: string, before: string, edit: TomlEdit, says: RegExp])[] = [
  [
    'a mixed array',
    'a = [1]\n',
    set('a', [1, 'x']),
    /^set a would break the file: the reader .* an array holds integers and strings/,
  ],
  ['an empty array in an inline table', 'a = 1\n', set('a', { b: [] }), /^set a would break the file: .* is empty/],
  ['a number that is too small', 'a = 1\n', set('a', 5e-324), /^made/],
]

for (const [what, before, edit, says] of results)
  reader(`a result: ${what}`, () => assert.match(refused(before, [edit], { reader: 'wso2' }), says))

reader.run()

trySituations(
  'TOML for a stricter reader: what is made',
  [
    ['a tab is escaped', "a = 'x'\n", [set('a', 'x\ty')], 'a = "x\\ty"\n'],
    [
      'a header goes above the sub-tables',
      '[x]\n\n[a.b]\nc = 1\n',
      [set('a.d', 1)],
      '[x]\n\n[a]\nd = 1\n\n[a.b]\nc = 1\n',
    ],
    ['a sub-table goes behind its table', '[a]\nx = 1\n\n[b]\n', [ensureTable('a.c')], '[a]\nx = 1\n\n[a.c]\n\n[b]\n'],
    ['dotted keys get no header beside them', '[a]\nb.c = 1\n', [set('a.b.d.e', 2)], '[a]\nb.c = 1\nb.d.e = 2\n'],
  ],
  { reader: 'wso2' },
)
