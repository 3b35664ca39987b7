import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../../lib/core/secret.ts'
import { type SqlConnection, sqlDatabase, sqlScript, sqlUser } from '../../../tasks/databases/sql.ts'
import { covers } from '../../support/covers.ts'
import { dbscripts } from '../../support/dbscripts.ts'
import { mariadb } from '../../support/mariadb.ts'
import { postgres } from '../../support/postgres.ts'
import { clientShells, tryRun, tryToTheEnd } from '../../support/trial.ts'

for (const server of await Promise.all([mariadb(), postgres()])) {
  const { connection, query, kind } = server
  const mysql = kind === 'mysql'
  const test = suite(`databases and users that go, on ${kind}`)
  const owned = (owner: string) => (mysql ? {} : { owner })
  const characterSet = mysql ? 'latin1' : 'UTF8'
  const script = dbscripts(mysql ? 'mysql/mysql5.7.sql' : 'postgresql/postgresql.sql')
  const databases = (): string =>
    query(mysql ? 'SHOW DATABASES' : 'SELECT datname FROM pg_database')
      .split('\n')
      .filter((name) => /^[A-Z]/.test(name))
      .sort()
      .join(' ')
  const has = (user: string): boolean =>
    query(mysql ? 'SELECT user FROM mysql.user' : 'SELECT rolname FROM pg_roles')
      .split('\n')
      .includes(user)
  const made = (user: string, database: string) => [
    sqlUser({ connection, name: user, password: 'p', grants: mysql ? [{ database }] : [] }),
    sqlDatabase({ connection, name: database, characterSet, ...owned(user) }),
    sqlScript({ connection, database, path: script, ...owned(user) }),
  ]

  for (const { name, spec } of clientShells()) {
    test(`what was made is taken away in the reverse order, by ${name}`, async () => {
      await tryRun(made('made', "Made b'y"), spec)
      const gone = [
        sqlDatabase({ connection, name: "Made b'y", ...owned('made'), state: 'absent', drop: true }),
        sqlUser({ connection, name: 'made', state: 'absent' }),
      ]
      const { statuses } = await tryToTheEnd(gone, spec)
      assert.equal(statuses, ['changed', 'changed'])
      covers({ sqlDatabase: 'inverse', sqlUser: 'inverse' }, statuses)
      assert.is(databases(), '')
      assert.not.ok(has('made'))
    })
  }

  test('a database is never dropped without its own word, an empty one neither', async () => {
    await tryRun([...made('keeper', 'Keep'), sqlDatabase({ connection, name: 'Kept' })])
    const full = await tryRun(sqlDatabase({ connection, name: 'Keep', state: 'absent' }))
    assert.match(full.said, /^Keep on .* is there and holds 5 tables: say drop: true beside absent to drop it with all/)
    const empty = await tryRun(sqlDatabase({ connection, name: 'Kept', state: 'absent' }))
    assert.match(empty.said, /^Kept on .* is there: say drop: true/)
    assert.is(databases(), 'Keep Kept')
    assert.equal((await tryRun(sqlDatabase({ connection, name: 'None', state: 'absent' }))).statuses, ['ok'])
  })

  test('a user that owns something stays, and says what', async () => {
    if (mysql) query('CREATE DEFINER=keeper@`%` SQL SECURITY DEFINER VIEW v AS SELECT 1', 'Keep')
    const { statuses, said } = await tryRun(sqlUser({ connection, name: 'keeper', state: 'absent' }))
    assert.equal(statuses, ['refused'])
    if (mysql)
      assert.match(said, /^keeper@% on .* is the definer of 1 objects in Keep: .*or say keepObjects: true beside/)
    else
      assert.match(
        said,
        /^keeper on .* owns (\d+ objects in Keep, the database Keep|the database Keep, \d+ objects in)/,
      )
    assert.ok(has('keeper'))
  })

  test('with its own word it goes, and all that it owned stays', async () => {
    const gone = sqlUser({ connection, name: 'keeper', state: 'absent', keepObjects: true })
    assert.equal((await tryToTheEnd(gone)).statuses, ['changed'])
    assert.not.ok(has('keeper'))
    assert.is(query('SELECT COUNT(*) FROM UM_DOMAIN', 'Keep'), '1')
    if (!mysql) assert.is(query("SELECT tableowner FROM pg_tables WHERE tablename = 'um_domain'", 'Keep'), 'postgres')
  })

  test('rights alone do not hold a user back', async () => {
    await tryRun([
      sqlDatabase({ connection, name: 'Rights' }),
      sqlUser({ connection, name: 'reader', password: 'p', grants: [{ database: 'Rights' }] }),
    ])
    query('CREATE TABLE t (n INT)', 'Rights')
    query(mysql ? 'GRANT SELECT ON Rights.t TO reader@`%`' : 'GRANT SELECT ON t TO reader', 'Rights')
    assert.equal((await tryToTheEnd(sqlUser({ connection, name: 'reader', state: 'absent' }))).statuses, ['changed'])
    assert.not.ok(has('reader'))
    assert.equal((await tryRun(sqlUser({ connection, name: 'reader', state: 'absent' }))).statuses, ['ok'])
  })

  test('an administrator who is none of the server takes away what he has made, and no more', async () => {
    if (mysql)
      query("CREATE USER manager@'%' IDENTIFIED BY 'of-manager'; GRANT ALL ON *.* TO manager@'%' WITH GRANT OPTION")
    else query("CREATE ROLE manager LOGIN CREATEDB CREATEROLE PASSWORD 'of-manager'")
    query(
      mysql
        ? "CREATE USER weak@'%' IDENTIFIED BY 'of-weak'; GRANT SELECT ON *.* TO weak@'%'"
        : "CREATE ROLE weak LOGIN PASSWORD 'of-weak'",
    )
    const by = (user: string, password: string): SqlConnection => ({
      kind,
      host: '127.0.0.1',
      port: server.port,
      user,
      password: secret(user, { value: password }),
    })
    const admin = by('manager', 'of-manager')
    await tryRun([
      sqlUser({ connection: admin, name: 'app', password: 'a' }),
      sqlDatabase({ connection: admin, name: 'App', characterSet, ...owned('app') }),
      sqlScript({ connection: admin, database: 'App', path: script, ...owned('app') }),
    ])
    const gone = (connection: SqlConnection) => [
      sqlDatabase({ connection, name: 'App', state: 'absent', drop: true }),
      sqlUser({ connection, name: 'app', state: 'absent' }),
    ]
    const denied = await tryRun(gone(by('weak', 'of-weak')))
    assert.equal(denied.statuses.includes('changed'), false, denied.said)
    assert.match(
      denied.said,
      mysql ? /as weak may not drop the database App: give/ : /^App on .* belongs to app: connect as/,
    )
    assert.equal((await tryToTheEnd(gone(admin))).statuses, ['changed', 'changed'])
    assert.not.ok(has('app'))
  })

  test.after(() => server.stop())
  test.run()
}
