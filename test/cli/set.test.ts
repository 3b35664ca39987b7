import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { applySettings, parseSettings } from '../../lib/cli/set.ts'
import { isSecret, secret } from '../../lib/core/secret.ts'

const test = suite('--set')
const password = secret('db')
const vars = { text: 'a', ports: [1], database: { host: 'db', port: 1, password } }

const situations: readonly { set: string[]; makes: object }[] = [
  { set: ['text=b'], makes: { text: 'b' } },
  { set: ['text='], makes: { text: '' } },
  { set: ['text=a=b'], makes: { text: 'a=b' } },
  { set: ['text="10"'], makes: { text: '10' } },
  { set: ['port=9443', 'up=true', 'none=null'], makes: { port: 9443, up: true, none: null } },
  { set: ['ports=[2,3]'], makes: { ports: [2, 3] } },
  { set: ['text=b', 'text=c'], makes: { text: 'c' } },
  {
    set: ['database.port=2', 'database.pool.max=5'],
    makes: { database: { ...vars.database, port: 2, pool: { max: 5 } } },
  },
]

for (const { set, makes } of situations) {
  test(set.join(' '), () => assert.equal(applySettings(vars, parseSettings(set)), { ...vars, ...makes }))
}

test('what it reaches into keeps its secrets, and is not changed itself', () => {
  const made: { database?: { password?: unknown } } = applySettings(vars, parseSettings(['database.port=2']))
  assert.is(made.database?.password, password)
  assert.ok(isSecret(made.database?.password))
  assert.is(vars.database.port, 1)
})

for (const [set, says] of [
  ['text.b=1', /--set text\.b: text has no keys: set it as a whole/],
  ['ports.0=1', /--set ports\.0: ports has no keys/],
  ['database.password.x=1', /--set database\.password\.x: database\.password has no keys/],
] as const) {
  test(`${set} reaches into nothing`, () => assert.throws(() => applySettings(vars, parseSettings([set])), says))
}

test('all that is no KEY=VALUE is told at once', () => {
  assert.throws(() => parseSettings(['text', '=1', 'a..b=1', 'ok=1']), /"text".*\n.*"=1".*\n.*"a\.\.b=1"/)
})

test.run()
