import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { hidden, holdsReference } from '../../../lib/core/reference.ts'
import { secret } from '../../../lib/core/secret.ts'
import { date, editToml, set } from '../../../lib/edit/toml/index.ts'
import { trySituations } from './laws.ts'

const pass = secret('pass', { value: 'p"\\\t\u0001&<é' })
const written = '"p\\"\\\\\\t\\u0001&<é"'

trySituations('TOML values: what is set', [
  ['a string', 'a = "x"\n', [set('a', 'y')], 'a = "y"\n'],
  [
    'a string with escapes',
    'a = ""\n',
    [set('a', '"\\\b\t\n\f\r\0\x7f é😀')],
    'a = "\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u007f é😀"\n',
  ],
  ['a literal string stays one', "a = 'x' # c\n", [set('a', 'C:\\y')], "a = 'C:\\y' # c\n"],
  ['a literal string among others', 'a = \'x\'\nb = "y"\nc = "z"\n', [set('a', 'w')], 'a = \'w\'\nb = "y"\nc = "z"\n'],
  ['a literal string that cannot hold it', "a = 'x'\n", [set('a', "it's")], 'a = "it\'s"\n'],
  ['a literal string that would hold a tab', "a = 'x'\n", [set('a', 'x\ty')], 'a = "x\\ty"\n'],
  ['a string of several lines', 'a = """\nx\ny"""\nb = 1\n', [set('a', 'x\nz')], 'a = "x\\nz"\nb = 1\n'],
  ['an integer', 'a = 0x1F\n', [set('a', 32)], 'a = 32\n'],
  ['a large integer', 'a = 1\n', [set('a', 9_223_372_036_854_775_807n)], 'a = 9223372036854775807\n'],
  ['a float', 'a = 1.5\n', [set('a', -0.25)], 'a = -0.25\n'],
  ['a float stays one', 'a = 1.5\n', [set('a', 2)], 'a = 2.0\n'],
  ['a small float', 'a = 1.5\n', [set('a', 1e-7)], 'a = 1e-7\n'],
  [
    'odd floats',
    'a = 1.5\nb = nan\nc = 1\nd = 1\n',
    [set('a', Number.NaN), set('b', -Infinity), set('c', Infinity), set('d', -0.5)],
    'a = nan\nb = -inf\nc = inf\nd = -0.5\n',
  ],
  ['minus zero', 'a = 0.0\n', [set('a', -0)], 'a = -0.0\n'],
  ['a boolean', 'a = true\n', [set('a', false)], 'a = false\n'],
  ['a date', 'a = 1979-05-27\n', [set('a', date('1979-05-28T00:00:00Z'))], 'a = 1979-05-28T00:00:00Z\n'],
  ['another kind of value', 'a = [1, 2] # c\n', [set('a', 'x')], 'a = "x" # c\n'],
  ['an array in place of a string', 'a = "x"\n', [set('a', ['x', 'y'])], 'a = ["x", "y"]\n'],
  ['an array in place of a literal string', "a = 'x'\n", [set('a', ['x', 'y'])], "a = ['x', 'y']\n"],
  [
    'a string in place of a number, as its neighbours are quoted',
    'w = "s"\n[a]\nx = "s"\n[b]\ny = 1\nz = \'s\'\n',
    [set('b.y', 'v')],
    'w = "s"\n[a]\nx = "s"\n[b]\ny = \'v\'\nz = \'s\'\n',
  ],
  ['a table in place of a string', 'a = "x"\n', [set('a', { b: 1, 'c d': [{}] })], 'a = { b = 1, "c d" = [{}] }\n'],
  [
    'names that objects inherit',
    'a = 1\n',
    [set(['__proto__', 'constructor'], 1)],
    'a = 1\n\n[__proto__]\nconstructor = 1\n',
  ],
  ['a secret', 'a = ""\n', [set('a', pass)], `a = ${written}\n`],
  ['a secret inside', 'a = ""\n', [set('a', { b: [pass] })], `a = { b = [${written}] }\n`],
  ['a secret in literal quotes', "a = ''\n", [set('a', secret('plain', { value: 'a"b' }))], "a = 'a\"b'\n"],
  [
    'a reference of the reader is only text',
    'a = "x"\n',
    [set('a', `$ref{server.hostname}:$\{carbon.port}`)],
    `a = "$ref{server.hostname}:$\{carbon.port}"\n`,
  ],
])

trySituations('TOML values: no change', [
  [
    'an equal string in other spellings',
    'a = \'x\'\nb = """\nx"""\nc = "\\u0078"\n',
    [set('a', 'x'), set('b', 'x'), set('c', 'x')],
    'a = \'x\'\nb = """\nx"""\nc = "\\u0078"\n',
  ],
  [
    'an equal number in other spellings',
    'a = 0x1F\nb = 1_0.5e1\nc = +3\nd = 2.0\n',
    [set('a', 31), set('b', 105), set('c', 3n), set('d', 2)],
    'a = 0x1F\nb = 1_0.5e1\nc = +3\nd = 2.0\n',
  ],
  ['odd floats', 'a = -nan\nb = +inf\n', [set('a', Number.NaN), set('b', Infinity)], 'a = -nan\nb = +inf\n'],
  [
    'an equal date in other spellings',
    'a = 1979-05-27 07:32:00.500z\n',
    [set('a', date('1979-05-27T07:32:00.5+00:00'))],
    'a = 1979-05-27 07:32:00.500z\n',
  ],
  [
    'an equal table in any form',
    'a.b = 1\na.c = { d = [1] }\n[e]\nf = 2\n',
    [set('a', { c: { d: [1] }, b: 1 }), set('e', { f: 2 })],
    'a.b = 1\na.c = { d = [1] }\n[e]\nf = 2\n',
  ],
  ['an equal array of tables', '[[a]]\nb = 1\n[[a]]\n', [set('a', [{ b: 1 }, {}])], '[[a]]\nb = 1\n[[a]]\n'],
  ['an equal secret', `a = ${written}\n`, [set('a', pass)], `a = ${written}\n`],
])

trySituations('TOML values: what only looks equal', [
  ['a string is no number', 'a = "1"\n', [set('a', 1)], 'a = 1\n'],
  ['a number is no string', 'a = 443\n', [set('a', '443')], 'a = "443"\n'],
  ['a float is no bigint', 'a = 1.0\n', [set('a', 1n)], 'a = 1\n'],
  ['another case', 'a = "X"\n', [set('a', 'x')], 'a = "x"\n'],
  [
    'a time elsewhere',
    'a = 1979-05-27T07:32:00\n',
    [set('a', date('1979-05-27T07:32:00Z'))],
    'a = 1979-05-27T07:32:00Z\n',
  ],
])

const law = suite('TOML values: laws')

law('no edit brings a secret into the text, not even one that is there already, in whatever spelling', () => {
  const value = secret('db', { value: 'hunter2' })
  for (const spelled of ['"hunter2"', "'hunter2'", '"\\u0068unter2"', '"""\nhunter2"""', "'''hunter2'''"]) {
    const result = editToml(`a = ${spelled}\nb = [${spelled}, "x"]\n`, [
      set('a', value),
      set('b', [value, 'y']),
      set('c', value),
    ])
    assert.ok('text' in result && holdsReference(result.text))
    if ('text' in result) assert.not.match(result.text.replaceAll('\\u0068', 'h'), /hunter2/)
    if ('text' in result) assert.match(hidden(result.text), /^a = .*\*+/)
  }
  const same = editToml("a = 'hunter2'\n", [set('a', value)])
  assert.is('text' in same && same.changed, false)
})

law('edits are frozen data, and what TOML cannot hold is refused when it is written down', () => {
  const edit = set('a[0].b', { c: [1, date('07:32:00')] })
  assert.equal(JSON.parse(JSON.stringify(edit)), { edit: 'set', at: ['a', 0, 'b'], value: { c: [1, '07:32:00'] } })
  assert.ok(edit.edit === 'set' && Object.isFrozen(edit.value) && Object.isFrozen(edit.at))
  assert.not.match(JSON.stringify(set('a', secret('p', { value: 'hidden' }))), /hidden/)
  const wrong = (value: unknown) => () => set('a.b', [value as string])
  assert.throws(wrong(undefined), /a\.b\[0\]: TOML has no value for undefined/)
  assert.throws(wrong(null), /TOML has no value for null/)
  assert.throws(wrong(2 ** 53), /does not hold 9007199254740992 exactly: give it as a bigint/)
  assert.throws(wrong(2n ** 63n), /does not fit into 64 bits/)
  for (const text of ['1979-13-01', '1979-05-27T07:32', '', 'x', '1', '1979-05-27 # c', '07:32:60', '[1979-05-27]'])
    assert.throws(() => date(text), /is no date or time of TOML/, text)
})

law.run()
