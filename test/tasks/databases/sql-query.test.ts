import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { commandFact, readAs } from '../../../lib/core/fact.ts'
import { given } from '../../../lib/core/given.ts'
import { command, sqlQuery } from '../../../tasks/index.ts'
import { mariadb } from '../../support/mariadb.ts'
import { postgres } from '../../support/postgres.ts'
import { tryRun } from '../../support/trial.ts'

const spec = local()

for (const server of await Promise.all([mariadb(), postgres()])) {
  const { connection, query, kind } = server
  const test = suite(`sqlQuery on ${kind}`)
  const database = kind === 'mysql' ? 'rbq' : 'postgres'
  if (kind === 'mysql') query('CREATE DATABASE rbq')
  query('CREATE TABLE t (id INT, name VARCHAR(40), ok BOOLEAN)', database)
  query("INSERT INTO t VALUES (1, 'a\tb', TRUE), (2, NULL, FALSE)", database)
  query(`INSERT INTO t VALUES (3, '€ "q" ''s'' \n=x', NULL)`, database)

  test('rows come typed, whatever is in them', async () => {
    const seen: unknown[] = []
    const rows = sqlQuery({
      connection,
      database,
      query: 'SELECT id, name, ok FROM t',
      columns: { id: 'number', name: 'text', ok: 'boolean' },
    })
    const follows = given({ rows }, ({ rows: { rows: found, fault } }) => {
      seen.push(fault, ...found.map(({ id, name, ok }) => [id, name, ok]))
      return command({ script: 'exit 1', unless: 'true' })
    })
    const { said } = await tryRun(follows, spec)
    assert.is(said, '')
    assert.equal(seen.slice(0, 4), [undefined, [1, 'a\tb', true], [2, null, false], [3, '€ "q" \'s\' \n=x', null]])
  })
  test('a fault of the query is told with the answer', async () => {
    let fault: string | undefined
    const rows = sqlQuery({ connection, database, query: 'SELECT x FROM nosuch', columns: { x: 'text' } })
    await tryRun(
      given({ rows }, (answer) => {
        fault = answer.rows.fault
        return []
      }),
      spec,
    )
    assert.match(fault ?? '', /nosuch/)
  })
  test.after(server.stop)
  test.run()
}

const test = suite('sqlQuery, as it is given')
const connection = { kind: 'mysql', user: 'root' } as const
for (const [query, says] of [
  ['DELETE FROM t', /it is no SELECT: a question only reads/],
  ['SELECT 1; DELETE FROM t', /it has a semicolon in it/],
] as const)
  test(query, () => assert.throws(() => sqlQuery({ connection, database: 'x', query, columns: { a: 'text' } }), says))
test('a fact is read as something else', async () => {
  let seen = 0
  const number = readAs(commandFact('echo 7', []), ({ output }) => Number(output))
  await tryRun(
    given({ number }, (answer) => {
      seen = answer.number
      return []
    }),
    spec,
  )
  assert.is(seen, 7)
})
test.run()
