import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../../lib/core/connection.ts'
import { defineInventory } from '../../../lib/core/inventory.ts'
import type { Resource } from '../../../lib/core/resource.ts'
import { secret } from '../../../lib/core/secret.ts'
import { openFleet } from '../../../lib/engine/fleet.ts'
import { planHost } from '../../../lib/engine/plan-host.ts'
import { onePlay, planning } from '../../../lib/testing/laws.ts'
import { type SqlConnection, sqlDatabase, sqlScript, sqlUser } from '../../../tasks/databases/sql.ts'
import { directory } from '../../../tasks/files/directory.ts'
import { covers } from '../../support/covers.ts'
import { dbscripts } from '../../support/dbscripts.ts'
import { mariadb } from '../../support/mariadb.ts'
import { postgres } from '../../support/postgres.ts'
import { scratch } from '../../support/shells.ts'
import type { SqlServer } from '../../support/sql-server.ts'
import { clientShells, tryRun, tryToTheEnd } from '../../support/trial.ts'

const odd = `p&w<"'d>]]>$1\`id\` \\n#;%s"`

const about = (server: SqlServer) =>
  server.kind === 'mysql'
    ? {
        core: dbscripts('mysql/mysql5.7.sql'),
        characterSet: 'latin1',
        count: (table: string) => `SELECT COUNT(*) FROM ${table}`,
        characterSetOf: (name: string) =>
          `SELECT default_character_set_name FROM information_schema.schemata WHERE schema_name = '${name}'`,
        user: 'UM_USER',
      }
    : {
        core: dbscripts('postgresql/postgresql.sql'),
        characterSet: 'UTF8',
        count: (table: string) => `SELECT COUNT(*) FROM ${table}`,
        characterSetOf: (name: string) =>
          `SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = '${name}'`,
        user: '"UM_USER"',
      }

for (const server of await Promise.all([mariadb(), postgres()])) {
  const { connection, query, kind } = server
  const { core, characterSet, count, characterSetOf, user: userTable } = about(server)
  const test = suite(`sql on ${server.kind}`)
  const tcp = (user: string, password: string, name = `${user} ${password}`): SqlConnection => ({
    kind,
    host: '127.0.0.1',
    port: server.port,
    user,
    password: secret(name, { value: password }),
  })

  for (const [at, { name, spec }] of clientShells().entries()) {
    test(`database, user and script on an empty server, by ${name}`, async () => {
      const database = `WSO2 um-db_%${at}`
      const user = `wso2'"carbon${at}`
      const password = secret(`odd ${at}`, { value: odd })
      const resources = [
        sqlUser({ connection, name: user, password, grants: kind === 'mysql' ? [{ database }] : [] }),
        sqlDatabase({ connection, name: database, characterSet, ...(kind === 'mysql' ? {} : { owner: user }) }),
        sqlScript({ connection, database, path: core, ...(kind === 'mysql' ? {} : { owner: user }) }),
      ]
      const { statuses } = await tryToTheEnd(resources, spec)
      assert.equal(statuses, ['changed', 'changed', 'changed'])
      covers({ sqlUser: 'absent', sqlDatabase: 'absent', sqlScript: 'absent' }, statuses)
      assert.is(query(characterSetOf(database)).toLowerCase(), characterSet.toLowerCase())
      assert.is(query(count('UM_DOMAIN'), database), '1')
      const own = { ...tcp(user, odd), password }
      const again = await tryRun(sqlScript({ connection: own, database, path: core }), spec)
      assert.equal(again.statuses, ['ok'])
      covers({ sqlScript: 'already right' }, again.statuses)
    })
  }

  test('rows inserted before a second run are there after it', async () => {
    const resources = [
      sqlDatabase({ connection, name: 'Keep', characterSet }),
      sqlScript({ connection, database: 'Keep', path: core }),
    ]
    await tryRun(resources)
    query(`INSERT INTO ${userTable} (UM_ID, UM_USER_NAME) VALUES (7, 'ada')`, 'Keep')
    const again = await tryRun(resources)
    covers({ sqlDatabase: 'already right', sqlScript: 'already right' }, again.statuses)
    assert.is(query(count(userTable), 'Keep'), '1')
    query('DROP TABLE UM_DOMAIN', 'Keep')
    const { statuses, said } = await tryRun(resources)
    assert.equal(statuses, ['skipped', 'refused'])
    covers({ sqlScript: 'wrong content' }, statuses)
    assert.match(said, /Keep on .* holds .* by half: 4 of its 5 tables are there, UM_DOMAIN is missing: look at/)
    assert.is(query(count(userTable), 'Keep'), '1')
  })

  test('a script whose tables have names in other letters is loaded once', async () => {
    const path = join(server.folder, 'letters.sql')
    writeFileSync(path, 'CREATE TABLE Straße (N INT);\nCREATE TABLE PLAIN (N INT);\n')
    const resources = [
      sqlDatabase({ connection, name: 'Letters' }),
      sqlScript({ connection, database: 'Letters', path }),
    ]
    assert.equal((await tryToTheEnd(resources)).statuses, ['changed', 'changed'])
  })

  test('a script that fails half-way is not taken for loaded', async () => {
    const script = join(server.folder, 'broken.sql')
    writeFileSync(script, 'CREATE TABLE A (N INT);\nCREATE TABLE B (N INT);\nINSERT INTO NOWHERE VALUES (1);\n')
    const resources = [
      sqlDatabase({ connection, name: 'Half' }),
      sqlScript({ connection, database: 'Half', path: script }),
    ]
    const first = await tryRun(resources)
    assert.equal(first.statuses, ['changed', 'failed'])
    assert.match(first.said, /NOWHERE.*\n.*broken.sql did not get into Half as a whole/i)
    const second = await tryRun(resources)
    if (kind === 'postgresql') {
      assert.is(query("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'", 'Half'), '0', 'one transaction')
      assert.equal(second.statuses, ['ok', 'failed'])
    } else {
      assert.equal(second.statuses, ['skipped', 'refused'])
      assert.match(second.said, /a load of it did not end \(the table runbook_loading_.*broken_sql is there\)/)
    }
  })

  test('a password that differs is set, one that is right is not', async () => {
    const name = 'renewed'
    await tryToTheEnd(sqlUser({ connection, name, password: 'first' }))
    const same = await tryRun(sqlUser({ connection, name, password: 'first' }))
    covers({ sqlUser: 'already right' }, same.statuses)
    const { statuses } = await tryToTheEnd(sqlUser({ connection, name, password: secret('new', { value: odd }) }))
    assert.equal(statuses, ['changed'])
    covers({ sqlUser: 'wrong content' }, statuses)
    assert.match(
      (await tryRun(sqlDatabase({ connection: tcp(name, odd), name: 'nope' }))).said,
      /may not create the database/,
    )
    const wrong = await tryRun(sqlDatabase({ connection: tcp(name, 'first'), name: 'nope' }))
    assert.match(
      wrong.said,
      /at 127.0.0.1:\d+ as renewed is not let in \(.*\): check the user renewed and their password$/,
    )
  })

  test("another password in the login's own configuration does not get in the way", async () => {
    const home = scratch('home')
    writeFileSync(join(home, '.my.cnf'), '[client]\nuser=nobody\npassword=wrong\n')
    writeFileSync(join(home, '.pgpass'), '*:*:*:*:wrong\n', { mode: 0o600 })
    await tryRun(sqlUser({ connection, name: 'configured', password: 'configured-1' }))
    const as = tcp('configured', 'configured-1')
    const { said } = await tryRun(
      sqlScript({ connection: as, database: 'None', path: core }),
      local({ env: { HOME: home, PGPASSWORD: 'wrong' } }),
    )
    assert.match(said, /has no database None/)
  })

  test('only lacking rights are granted', async () => {
    const grant = (privileges: string[]) =>
      sqlUser({ connection, name: 'reader', password: 'r', grants: [{ database: 'Rights_1', privileges }] })
    const [few, more] = kind === 'mysql' ? [['SELECT'], ['select', 'INSERT']] : [['CONNECT'], ['connect', 'CREATE']]
    await tryToTheEnd([sqlDatabase({ connection, name: 'Rights_1' }), grant(few ?? [])])
    const granted = await tryToTheEnd(grant(more ?? []))
    assert.equal(granted.statuses, ['changed'])
    covers({ sqlUser: 'attributes' }, granted.statuses)
    assert.equal((await tryRun(grant(few ?? []))).statuses, ['ok'])
  })

  test('an administrator who is none of the server: a managed one', async () => {
    const admin = tcp('manager', 'm"a\\n')
    if (kind === 'mysql')
      query(
        `CREATE USER manager@'127.0.0.1' IDENTIFIED BY 'm"a\\\\n'; GRANT ALL ON *.* TO manager@'127.0.0.1' WITH GRANT OPTION`,
      )
    else query(`CREATE ROLE manager LOGIN CREATEDB CREATEROLE PASSWORD 'm"a\\n'`)
    const owner = kind === 'mysql' ? {} : { owner: 'app' }
    const resources = [
      sqlUser({
        connection: admin,
        name: 'app',
        password: 'a p',
        grants: kind === 'mysql' ? [{ database: 'Managed' }] : [],
      }),
      sqlDatabase({ connection: admin, name: 'Managed', characterSet, ...owner }),
      sqlScript({ connection: admin, database: 'Managed', path: core, ...owner }),
    ]
    assert.equal((await tryToTheEnd(resources)).statuses, ['changed', 'changed', 'changed'])
    assert.equal((await tryRun(sqlUser({ connection: admin, name: 'app', password: 'b' }))).statuses, ['changed'])
    assert.equal((await tryRun(sqlUser({ connection: admin, name: 'app', password: 'b' }))).statuses, ['ok'])
  })

  test('a missing privilege, a missing database, a missing script, a server that is down', async () => {
    await tryRun(sqlUser({ connection, name: 'weak', password: 'weak-one' }))
    const denied = await tryRun(sqlDatabase({ connection: tcp('weak', 'weak-one'), name: 'Denied' }))
    assert.equal(denied.statuses, ['refused'], denied.said)
    assert.match(
      denied.said,
      /as weak may not create the database Denied: give weak the right \((GRANT CREATE|ALTER ROLE)/,
    )
    const none = await tryRun(sqlScript({ connection, database: 'None', path: core }))
    assert.match(none.said, /has no database None: create it before, with sqlDatabase/)
    await tryRun(sqlDatabase({ connection, name: 'Empty' }))
    covers({ sqlScript: 'parent missing' }, none.statuses)
    const folder = await tryRun(sqlScript({ connection, database: 'Empty', path: server.folder }))
    assert.match(folder.said, /is a directory/)
    covers({ sqlScript: 'wrong kind' }, folder.statuses)
    const missing = await tryRun(sqlScript({ connection, database: 'Empty', path: '/no/such.sql' }))
    assert.match(missing.said, /the script \/no\/such.sql is not there/)
    const down = await tryRun(sqlDatabase({ connection: { ...tcp('weak', 'weak-one'), port: 1 }, name: 'Down' }))
    assert.match(down.said, /at 127.0.0.1:1 as weak does not answer \(.*\): start the server/)
    const odd = await tryRun(sqlDatabase({ connection: tcp('weak', 'sesame\nopen up'), name: 'Odd' }))
    assert.match(odd.said, /the password of weak holds a line end/)
  })

  test('a server that an earlier step starts is asked when it runs', async () => {
    const name = kind === 'mysql' ? 'mariadb' : 'postgresql'
    const down = sqlDatabase({ connection: { ...connection, socket: '/none' }, name: 'Later' })
    const started = directory({ path: `/var/lib/runbook/services/${name}.started` })
    const fleet = openFleet(defineInventory({ hosts: { host: { connect: local() } } }))
    const outcomes = async (...resources: Resource[]) =>
      (await planHost(planning(fleet), onePlay(resources).items)).steps.map(({ outcome }) => outcome)
    assert.equal(await outcomes(down), ['refused'])
    assert.equal(await outcomes(started, down), ['change', 'deferred'])
    await fleet.close()
  })

  test('a character set is not changed below tables', async () => {
    const other = kind === 'mysql' ? 'utf8mb4' : 'SQL_ASCII'
    await tryRun([sqlDatabase({ connection, name: 'Set', characterSet: other })])
    query('CREATE TABLE t (n INT)', 'Set')
    const { said, statuses } = await tryRun(sqlDatabase({ connection, name: 'Set', characterSet }))
    covers({ sqlDatabase: 'wrong content' }, statuses)
    covers({ sqlDatabase: 'already right' }, (await tryRun(sqlDatabase({ connection, name: 'Set' }))).statuses)
    assert.match(said, /Set on .* has the character set .*, and holds 1 tables, not .*: name the one that it has/)
    assert.is(query(characterSetOf('Set')), other)
  })

  test('an empty database gets another character set, or another owner', async () => {
    if (kind === 'mysql') {
      await tryRun(sqlDatabase({ connection, name: 'Change', characterSet: 'utf8mb4' }))
      const wanted = sqlDatabase({ connection, name: 'Change', characterSet, collation: 'latin1_bin' })
      covers({ sqlDatabase: 'wrong content' }, (await tryToTheEnd(wanted)).statuses)
      assert.is(query(characterSetOf('Change')), 'latin1')
    } else {
      await tryRun([sqlDatabase({ connection, name: 'Change' }), sqlUser({ connection, name: 'heir', password: 'h' })])
      const wanted = sqlDatabase({ connection, name: 'Change', owner: 'heir' })
      covers({ sqlDatabase: 'attributes' }, (await tryToTheEnd(wanted)).statuses)
    }
  })

  test('two loads at the same time: one loads, nothing is lost', async () => {
    await tryRun(sqlDatabase({ connection, name: 'Race', characterSet }))
    const load = () => sqlScript({ connection, database: 'Race', path: core })
    const both = await Promise.all([tryRun(load()), tryRun(load())])
    assert.equal((await tryRun(load())).statuses, ['ok'])
    assert.is(query(count('UM_DOMAIN'), 'Race'), '1')
    assert.ok(both.some(({ statuses }) => statuses[0] === 'changed'))
  })

  test.after(() => server.stop())
  test.run()
}
