import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UsageError } from '../../../lib/core/failure.ts'
import { reveal } from '../../../lib/core/secret.ts'
import { type JdbcServer, jdbcDatabase } from '../../../tasks/index.ts'

const test = suite('jdbcDatabase')
const server = { host: 'db', name: 'my db', user: 'app', password: 'p' }

/** What is given, the URL, and the driver. */
const rows: readonly (readonly [Pick<JdbcServer, 'kind'> & Partial<JdbcServer>, string, string])[] = [
  [{ kind: 'mysql' }, 'jdbc:mysql://db:3306/my%20db', 'com.mysql.cj.jdbc.Driver'],
  [{ kind: 'mysql', connector: '5.1' }, 'jdbc:mysql://db:3306/my%20db', 'com.mysql.jdbc.Driver'],
  [{ kind: 'mysql', connector: 'mariadb' }, 'jdbc:mariadb://db:3306/my%20db', 'org.mariadb.jdbc.Driver'],
  [
    { kind: 'postgresql', host: 'fd00::1', port: 5433, parameters: { sslmode: 'require', a: 'b&c' } },
    'jdbc:postgresql://[fd00::1]:5433/my%20db?sslmode=require&a=b%26c',
    'org.postgresql.Driver',
  ],
  [
    { kind: 'mssql', parameters: { applicationName: 'a;b' } },
    'jdbc:sqlserver://db:1433;databaseName={my db};applicationName={a;b}',
    'com.microsoft.sqlserver.jdbc.SQLServerDriver',
  ],
  [{ kind: 'oracle', name: 'ORCL' }, 'jdbc:oracle:thin:@//db:1521/ORCL', 'oracle.jdbc.OracleDriver'],
  [
    { kind: 'db2', name: 'APP', parameters: { currentSchema: 'IS' } },
    'jdbc:db2://db:50000/APP:currentSchema=IS;',
    'com.ibm.db2.jcc.DB2Driver',
  ],
]

for (const [given, url, driverClass] of rows)
  test(`${Object.values(given).map(String).join(' ')}: its URL and its driver`, () => {
    const made = jdbcDatabase({ ...server, ...given })
    assert.equal([made.url, made.driverClass], [url, driverClass])
    assert.ok(url.startsWith(made.id))
    assert.is(reveal(made.password), 'p')
  })

test('two ways to write one database have the same id', () => {
  const { id } = jdbcDatabase({ kind: 'postgresql', ...server })
  assert.is(jdbcDatabase({ kind: 'postgresql', ...server, port: 5432, parameters: { ssl: 'true' } }).id, id)
})

test('what goes with another kind', () => {
  assert.throws(
    () => jdbcDatabase({ kind: 'oracle', connector: '8', ...server }),
    (error: unknown) =>
      error instanceof UsageError && /it has connector, which says which driver of MySQL/.test(error.message),
  )
})

test.run()
