import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  asSecret,
  isResolved,
  isSecret,
  masker,
  resolveSecret,
  reveal,
  type SecretSource,
  sameSource,
  secret,
  secretsIn,
  secretVariable,
} from '../../lib/core/secret.ts'

const test = suite('secret')
const valued = (value: string, name = 'x') => secret(name, { value })

const variables: readonly (readonly [name: string, variable: string, source?: SecretSource])[] = [
  ['db', 'RUNBOOK_SECRET_DB'],
  ['user-store.password', 'RUNBOOK_SECRET_USER_STORE_PASSWORD'],
  ['db 2', 'RUNBOOK_SECRET_DB_2'],
  ['db', 'MYSQL_PWD', { env: 'MYSQL_PWD' }],
  ['db', 'RUNBOOK_SECRET_DB', { file: 'db.secret' }],
]

for (const [name, variable, source] of variables)
  test(`${name} is read from ${variable}`, () => assert.is(secretVariable(secret(name, source)), variable))

test('however it is printed, only its name is seen', () => {
  const made = secret('db', { value: 'hidden' })
  const seen = [String(made), `${made}`, JSON.stringify({ made }), [made].join(), `${['a', made]}`]
  assert.equal(seen, ['[secret db]', '[secret db]', '{"made":"[secret db]"}', '[secret db]', 'a,[secret db]'])
})

test('it cannot be changed', () => {
  const made = secret('db')
  assert.ok(Object.isFrozen(made))
  assert.throws(() => Object.assign(made, { name: 'other' }), TypeError)
})

test('it is revealed once it is resolved, and before that it is a bug', () => {
  const made = secret('db')
  assert.not.ok(isResolved(made))
  assert.throws(() => reveal(made), /^secret db was read before it was resolved$/)
  resolveSecret(made, 'new')
  assert.ok(isResolved(made))
  assert.is(reveal(made), 'new')
  resolveSecret(made, '')
  assert.is(reveal(made), '')
})

test('what is given as a text is its own value', () => {
  assert.is(reveal('plain'), 'plain')
  assert.is(reveal(valued('given')), 'given')
  assert.not.ok(isResolved(secret('db', { file: 'db.secret' })))
})

test('a text that is to be secret becomes one, and a secret stays what it is', () => {
  const made = secret('db')
  assert.is(asSecret('other', made), made)
  const from = asSecret('db', 'given')
  assert.ok(isSecret(from))
  assert.equal([from.name, reveal(from)], ['db', 'given'])
})

test('nothing else is a secret', () => {
  for (const other of [undefined, null, 'x', {}, { name: 'db', source: {} }, [secret('db')], () => secret('db')])
    assert.not.ok(isSecret(other))
})

const sources: readonly (readonly [a: SecretSource, b: SecretSource, same: boolean])[] = [
  [{}, {}, true],
  [{ env: 'A' }, { env: 'A' }, true],
  [{ env: 'A' }, { env: 'B' }, false],
  [{ file: 'a' }, { file: 'a' }, true],
  [{ file: 'a' }, {}, false],
  [{ value: 'a' }, { value: 'a' }, true],
  [{ value: 'a' }, { value: 'b' }, false],
]

for (const [a, b, same] of sources) {
  test(`${JSON.stringify(a)} and ${JSON.stringify(b)} are ${same ? 'one source' : 'two sources'}`, () => {
    assert.is(sameSource(secret('x', a), secret('x', b)), same)
    assert.is(sameSource(secret('x', a), secret('y', b)), false)
  })
}

test('secrets are found wherever they are in data, each as often as it is there', () => {
  const [a, b, c] = [secret('a'), secret('b'), secret('c')]
  const round: Record<string, unknown> = { a, list: [b, { deep: { c } }], again: a, text: 'x', none: null, number: 1 }
  round.round = round
  assert.equal(
    secretsIn(round).map(({ name }) => name),
    ['a', 'b', 'c', 'a'],
  )
  assert.equal(secretsIn(a), [a])
  for (const none of [undefined, null, 'x', 1, [], {}]) assert.equal(secretsIn(none), [])
})

/** A secret, a text in which somebody has spelled it, and what of that is shown. */
const masked: readonly (readonly [name: string, value: string, text: string, shown: string])[] = [
  ['as it is', 's3cret', 'password=s3cret; again s3cret.', 'password=********; again ********.'],
  ['in XML', 'a&b<c', '<p>a&amp;b&lt;c</p>', '<p>********</p>'],
  ['in an attribute of XML', 'a"b>c', 'p="a&quot;b>c" q="a"b&gt;c"', 'p="********" q="********"'],
  ['in JSON', 'a"b\\c\t', '{"p":"a\\"b\\\\c\\t"}', '{"p":"********"}'],
  ['in a URL', 'a b/c?ü', 'jdbc:x?p=a%20b%2Fc%3F%C3%BC', 'jdbc:x?p=********'],
  ['quoted for a shell', "it's", "echo 'it'\\''s'", "echo '********'"],
  ['in a properties file', 'a\\b\u20ac', 'p=a\\\\b\\u20AC', 'p=********'],
  ['of several lines, in a diff', 'first line\nsecond line', '+first line\n+second line', '+********\n+********'],
  ['of several lines, of which one says little', 'first line\nx\n', '-x first line', '-x ********'],
  ['with nothing in it', '', 'a b', 'a b'],
  ['of blanks', '  ', 'a  b', 'a  b'],
  ['that is not there', 's3cret', 'secret', 'secret'],
]

for (const [name, value, text, shown] of masked)
  test(`masked: ${name}`, () => assert.is(masker([valued(value)])(text), shown))

test('of two secrets of which one begins like the other, nothing is left', () => {
  for (const both of [
    [valued('pass', 'a'), valued('password', 'b')],
    [valued('password', 'b'), valued('pass', 'a')],
  ])
    assert.is(masker(both)('password pass'), '******** ********')
})

test('what is not resolved yet is not looked for', () => {
  assert.is(masker([secret('db')])('[secret db]'), '[secret db]')
  assert.is(masker([])('text'), 'text')
})

test.run()
