import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  asSecret,
  isResolved,
  isSecret,
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
  [{ file: 'a' }, { file: 'a', whole: true }, false],
  [{ command: ['get', 'a'] }, { command: ['get', 'a'] }, true],
  [{ command: ['get', 'a'] }, { command: ['get', 'b'] }, false],
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

test.run()
