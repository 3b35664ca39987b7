import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../../lib/core/secret.ts'
import { type SqlConnection, sqlDatabase, sqlScript, sqlUser } from '../../../tasks/databases/sql.ts'
import { covers } from '../../support/covers.ts'
import { dbscripts } from '../../support/dbscripts.ts'
import { mariadb } from '../../support/mariadb.ts'
import { postgres } from '../../support/postgres.ts'
import { tryRun, tryToTheEnd } from '../../support/trial.ts'

const password = 'right-for-all'

for (const server of await Promise.all([mariadb(), postgres()])) {
  const { connection, query, kind, port } = server
  const mysql = kind === 'mysql'
  const test = suite(`users of ${kind}`)
  const as = (user: string, value = password): SqlConnection => ({
    kind,
    host: '127.0.0.1',
    port,
    user,
    password: secret(`of ${user}`, { value }),
  })
  /** Whether a user is let in with a password. */
  const isLetIn = async (user: string, value = password) =>
    !/is not let in|may not log in/.test((await tryRun(sqlDatabase({ connection: as(user, value), name: 'Any' }))).said)
  const made = (name: string, attributes: string) =>
    query(mysql ? `CREATE USER ${name}@'%' ${attributes}` : `CREATE ROLE ${name} ${attributes}`)

  const accounts = mysql
    ? [
        { name: 'locked', is: `IDENTIFIED BY '${password}' ACCOUNT LOCK` },
        { name: 'expired', is: `IDENTIFIED BY '${password}' PASSWORD EXPIRE` },
        { name: 'expired_with_time', is: `IDENTIFIED BY '${password}' PASSWORD EXPIRE INTERVAL 1 DAY` },
        { name: 'locked_and_other', is: "IDENTIFIED BY 'other' ACCOUNT LOCK" },
        { name: 'without', is: '' },
      ]
    : [
        { name: 'without', is: 'LOGIN' },
        { name: 'a_group', is: 'NOLOGIN' },
        { name: 'nologin', is: `NOLOGIN PASSWORD '${password}'` },
        { name: 'nologin_and_other', is: "NOLOGIN PASSWORD 'other'" },
        { name: 'valid_for_long', is: "LOGIN PASSWORD 'other' VALID UNTIL 'infinity'" },
      ]
  for (const { name, is } of accounts) {
    test(`one that is there, ${name}, may log in afterwards`, async () => {
      made(name, is)
      if (name === 'expired_with_time')
        query(
          `UPDATE global_priv SET Priv = JSON_SET(Priv, '$.password_last_changed', 1000) WHERE user = '${name}'; FLUSH PRIVILEGES`,
        )
      assert.not.ok(await isLetIn(name))
      covers({ sqlUser: 'attributes' }, (await tryToTheEnd(sqlUser({ connection, name, password }))).statuses)
      assert.ok(await isLetIn(name))
    })
  }

  test('one that is right is left alone, by whoever may not see what is kept of its password too', async () => {
    const admin = mysql ? 'admin' : 'creator'
    made(admin, mysql ? `IDENTIFIED BY '${password}'` : `LOGIN CREATEROLE CREATEDB PASSWORD '${password}'`)
    if (mysql) query(`GRANT ALL ON *.* TO ${admin}@'%' WITH GRANT OPTION`)
    const wanted = (value: string) => sqlUser({ connection: as(admin), name: 'plain', password: value })
    assert.equal((await tryToTheEnd(wanted(password))).statuses, ['changed'])
    assert.equal((await tryRun(wanted(password))).statuses, ['ok'])
    assert.equal((await tryToTheEnd(wanted('another-one'))).statuses, ['changed'])
    assert.ok(await isLetIn('plain', 'another-one'))
    if (mysql) return
    query('ALTER ROLE plain NOLOGIN')
    assert.equal((await tryToTheEnd(wanted('another-one'))).statuses, ['changed'])
    assert.ok(await isLetIn('plain', 'another-one'))
  })

  const odd = [
    'a\u00a0b\u00ad',
    'p\u200bq',
    'ﬁne ①',
    '\u00ad',
    'tab\tin',
    '\u0627x\u0628',
    'smile 😀',
    'zwj\u200dx',
    'Å ﬀ',
  ]
  test('a password of any characters comes to rest', async () => {
    for (const [at, value] of odd.entries()) {
      const wanted = sqlUser({ connection, name: `odd${at}`, password: value })
      assert.equal((await tryToTheEnd(wanted)).statuses, ['changed'], JSON.stringify(value))
      assert.ok(await isLetIn(`odd${at}`, value), JSON.stringify(value))
      const other = sqlUser({ connection, name: `odd${at}`, password: `${value}.` })
      assert.equal((await tryRun(other)).statuses, ['changed'], JSON.stringify(value))
    }
  })

  test('a password may be an ordinary word, and the name of its user', async () => {
    for (const name of ['wso2carbon', 'password']) {
      const wanted = sqlUser({ connection, name, password: secret(`word ${name}`, { value: name }) })
      assert.equal((await tryToTheEnd(wanted)).statuses, ['changed'])
      assert.equal((await tryRun(wanted)).statuses, ['ok'])
      assert.ok(await isLetIn(name, name))
    }
  })

  test('what may not be read is refused, with advice that fits', async () => {
    if (mysql) query("CREATE USER blind@'%' IDENTIFIED BY 'of-blind'; GRANT CREATE USER ON *.* TO blind@'%'")
    else query("CREATE ROLE blind LOGIN CREATEROLE PASSWORD 'of-blind'; REVOKE SELECT ON pg_shdepend FROM PUBLIC")
    const blind = as('blind', 'of-blind')
    const asked = mysql
      ? sqlUser({ connection: blind, name: 'somebody', password })
      : sqlUser({ connection: blind, name: 'somebody', state: 'absent' })
    const { statuses, said } = await tryRun(asked)
    assert.equal(statuses, ['refused'])
    assert.match(said, /as blind cannot tell \(.*denied.*\): give blind the right to read this/)
  })

  test('the right to create is asked for in the plan', async () => {
    made('weak', mysql ? `IDENTIFIED BY '${password}'` : `LOGIN PASSWORD '${password}'`)
    if (mysql) query("GRANT SELECT ON *.* TO weak@'%'; GRANT CREATE ON `Own\\_%`.* TO weak@'%'")
    const weak = as('weak')
    const user = await tryRun(sqlUser({ connection: weak, name: 'new', password: 'p-of-new' }))
    assert.equal(user.statuses, ['refused'])
    assert.match(
      user.said,
      /as weak may not create or change the user new: give weak the right \((GRANT CREATE USER ON \*\.\*|ALTER ROLE "weak" CREATEROLE)/,
    )
    const database = await tryRun(sqlDatabase({ connection: weak, name: 'Mine' }))
    assert.match(
      database.said,
      /as weak may not create the database Mine: give weak the right \((GRANT CREATE ON `Mine`|ALTER ROLE "weak" CREATEDB)/,
    )
    if (!mysql) return
    assert.equal((await tryRun(sqlDatabase({ connection: weak, name: 'Own_1' }))).statuses, ['changed'])
    assert.equal((await tryRun(sqlDatabase({ connection: weak, name: 'Own1' }))).statuses, ['refused'])
    const script = await tryRun(
      sqlScript({ connection: weak, database: 'Own_1', path: dbscripts('mysql/mysql5.7.sql') }),
    )
    assert.match(script.said, /may not create tables in Own_1: give weak the right \(GRANT DROP ON `Own_1`\.\*/)
    query("GRANT CREATE USER ON *.* TO weak@'%'")
    const grants = [{ database: 'Own_1', privileges: ['SELECT', 'INSERT'] }]
    const granting = await tryRun(sqlUser({ connection: weak, name: 'new', password: 'p-of-new', grants }))
    assert.match(granting.said, /may not grant rights on Own_1: give weak the right \(GRANT INSERT, GRANT OPTION ON/)
    query(
      "CREATE ROLE makers; GRANT ALL ON *.* TO makers WITH GRANT OPTION; GRANT makers TO weak@'%'; SET DEFAULT ROLE makers FOR weak@'%'",
    )
    const byRole = sqlUser({ connection: weak, name: 'new', password: 'p-of-new', grants })
    assert.equal((await tryToTheEnd(byRole)).statuses, ['changed'])
  })

  if (mysql) {
    test('users whose names differ in the size of letters have rights of their own', async () => {
      const grants = [{ database: 'Sized' }]
      await tryRun([
        sqlDatabase({ connection, name: 'Sized' }),
        sqlUser({ connection, name: 'sized', password, grants }),
      ])
      await tryRun(sqlUser({ connection, name: 'Sized', password }))
      assert.equal((await tryToTheEnd(sqlUser({ connection, name: 'Sized', password, grants }))).statuses, ['changed'])
    })

    test('a server that keeps names in small letters comes to rest', async () => {
      const folding = await mariadb(['--lower-case-table-names=1'])
      const resources = [
        sqlUser({ connection: folding.connection, name: 'App', password, grants: [{ database: 'WSO2_DB' }] }),
        sqlDatabase({ connection: folding.connection, name: 'WSO2_DB', characterSet: 'latin1' }),
        sqlScript({ connection: folding.connection, database: 'WSO2_DB', path: dbscripts('mysql/mysql5.7.sql') }),
      ]
      assert.equal((await tryToTheEnd(resources)).statuses, ['changed', 'changed', 'changed'])
      await folding.stop()
    })
  }

  if (!mysql) {
    test('an end of its password is told, and no password mends it', async () => {
      made('ended', `LOGIN PASSWORD '${password}' VALID UNTIL '2001-01-01'`)
      for (const value of [password, 'another-one']) {
        const { statuses, said } = await tryRun(sqlUser({ connection, name: 'ended', password: value }))
        assert.equal(statuses, ['refused'])
        assert.match(
          said,
          /the password of ended on .* is valid until 2001-01-01 .* only: give it more time \(ALTER ROLE/,
        )
      }
    })

    test('rights on a database that is not there are refused in the plan, with nothing done', async () => {
      const grants = [{ database: 'Missing' }]
      const missing = await tryRun(sqlUser({ connection, name: 'half', password, grants }))
      assert.equal(missing.statuses, ['refused'])
      covers({ sqlUser: 'parent missing' }, missing.statuses)
      assert.match(missing.said, /has no database Missing: create it before, with sqlDatabase\(\)/)
      assert.is(query("SELECT count(*) FROM pg_roles WHERE rolname = 'half'"), '0')
      const both = [
        sqlDatabase({ connection, name: 'Missing' }),
        sqlUser({ connection, name: 'half', password, grants }),
      ]
      assert.equal((await tryToTheEnd(both)).statuses, ['changed', 'changed'])
    })

    test('a user is made as a whole or not at all, and the advice fits the error', async () => {
      query('CREATE DATABASE "Theirs"; REVOKE ALL ON DATABASE "Theirs" FROM PUBLIC')
      made('partial', `LOGIN CREATEROLE PASSWORD '${password}'`)
      query('GRANT CONNECT ON DATABASE "Theirs" TO partial')
      const grants = [{ database: 'Theirs', privileges: ['CREATE'] }]
      const { statuses, said } = await tryRun(sqlUser({ connection: as('partial'), name: 'whole', password, grants }))
      assert.equal(statuses, ['failed'], said)
      assert.match(
        said,
        /permission denied: rights on Theirs.*\n.*it has to create the user whole and grant: give partial the right/,
      )
      assert.is(query("SELECT count(*) FROM pg_roles WHERE rolname = 'whole'"), '0')
    })

    test('what shall belong to a role that is not there, or to one that is nobody of ours, is refused in the plan', async () => {
      const owned = { name: 'Owned', owner: 'nobody_there' }
      const missing = await tryRun([
        sqlDatabase({ connection, ...owned }),
        sqlScript({
          connection,
          database: 'Missing',
          path: dbscripts('postgresql/postgresql.sql'),
          owner: 'nobody_there',
        }),
      ])
      assert.equal(missing.statuses, ['refused', 'skipped'])
      assert.match(missing.said, /refused for the same reason as an earlier step$/)
      assert.match(missing.said, /has no role nobody_there: create it before, with sqlUser\(\)/)
      made('maker', `LOGIN CREATEDB PASSWORD '${password}'`)
      const theirs = await tryRun(sqlDatabase({ connection: as('maker'), name: 'Owned', owner: 'ended' }))
      assert.match(theirs.said, /as maker may not act as ended: give the right \(GRANT "ended" TO "maker"\)/)
    })

    test('a server that lets in whoever comes tells nothing of a password, which is then left alone', async () => {
      made('trusting', `LOGIN CREATEROLE PASSWORD '${password}'`)
      made('trusted', "LOGIN PASSWORD 'unknown'")
      query(
        "COPY (SELECT 'local all all trust') TO PROGRAM 'cat - pg_hba.conf > new && mv new pg_hba.conf'; SELECT pg_reload_conf()",
      )
      const trusting: SqlConnection = { ...connection, user: 'trusting' }
      assert.equal((await tryRun(sqlUser({ connection: trusting, name: 'trusted', password }))).statuses, ['ok'])
      assert.not.ok(await isLetIn('trusted'))
    })
  }

  test.after(() => server.stop())
  test.run()
}
