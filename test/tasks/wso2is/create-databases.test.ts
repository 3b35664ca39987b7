import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { resolveSecret, secret } from '../../../lib/core/secret.ts'
import type { JdbcDatabase } from '../../../tasks/databases/jdbc/jdbc-database.ts'
import { archive } from '../../../tasks/index.ts'
import { createDatabases } from '../../../tasks/wso2is/databases/create-databases.ts'
import { db2, h2, mssql, mysql, oracle, postgresql } from '../../../tasks/wso2is/databases/database.ts'
import { type Databases, scriptsOf } from '../../../tasks/wso2is/databases/dbscripts.ts'
import type { Version } from '../../../tasks/wso2is/product.ts'
import { zipOf } from '../../support/archives.ts'
import { dbscripts } from '../../support/dbscripts.ts'
import { mariadb } from '../../support/mariadb.ts'
import { postgres } from '../../support/postgres.ts'
import { scratch } from '../../support/shells.ts'
import { tryRun, tryToTheEnd } from '../../support/trial.ts'

const servers = await Promise.all([mariadb(), postgres()])

const at = { host: 'db', user: 'u', password: 'p' }
const layout = (make: typeof mysql, version: Version, registry = false) =>
  scriptsOf({
    databases: {
      userStore: make({ ...at, name: 'um' }),
      identity: make({ ...at, name: 'idn' }),
      ...(registry ? { registry: make({ ...at, name: 'reg' }) } : {}),
    },
    version,
  }).map(({ database, scripts }) => `${database.server?.name}: ${scripts.join(' ')}`)

const further = (version: Version, more: Partial<Databases>) =>
  scriptsOf({
    databases: { userStore: mysql({ ...at, name: 'um' }), identity: mysql({ ...at, name: 'idn' }), ...more },
    version,
  }).map(({ database, scripts }) => `${database.server?.name}: ${scripts.join(' ')}`)

const pure = suite('the scripts of each database')
const rows: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  [
    'MySQL, 5.4.1',
    layout(mysql, '5.4.1'),
    ['um: mysql5.7.sql', 'idn: identity/mysql-5.7.sql mysql5.7.sql bps/bpel/create/mysql.sql'],
  ],
  [
    'MySQL, 5.5.0, a registry of its own',
    layout(mysql, '5.5.0', true),
    [
      'um: mysql5.7.sql',
      'idn: identity/mysql-5.7.sql bps/bpel/create/mysql.sql consent/mysql-5.7.sql',
      'reg: mysql5.7.sql',
    ],
  ],
  [
    'PostgreSQL, 5.8.0',
    layout(postgresql, '5.8.0'),
    [
      'um: postgresql.sql',
      'idn: identity/postgresql.sql postgresql.sql bps/bpel/create/postgresql.sql consent/postgresql.sql',
    ],
  ],
  [
    '6.0.0: the registry is with the users',
    layout(mysql, '6.0.0'),
    ['um: mysql.sql', 'idn: identity/mysql.sql identity/uma/mysql.sql consent/mysql.sql'],
  ],
  [
    '6.1.0: no access control of its own, business processes on a server',
    further('6.1.0', { processes: mysql({ ...at, name: 'bps' }) }),
    ['um: mysql.sql', 'idn: identity/mysql.sql consent/mysql.sql', 'bps: bps/bpel/create/mysql.sql'],
  ],
  [
    '7.2.0: agents, and a registry of its own',
    further('7.2.0', {
      registry: mysql({ ...at, name: 'reg' }),
      agentIdentity: mysql({ ...at, name: 'agents', connector: 'mariadb' }),
      consent: mysql({ ...at, name: 'con' }),
    }),
    [
      'um: mysql.sql',
      'idn: identity/mysql.sql',
      'reg: mysql.sql',
      'con: consent/mysql.sql',
      'agents: identity/agent/mysql.sql',
    ],
  ],
  [
    '7.3.0 on PostgreSQL',
    layout(postgresql, '7.3.0'),
    ['um: postgresql.sql', 'idn: identity/postgresql.sql consent/postgresql.sql'],
  ],
  [
    'one database for all',
    scriptsOf({
      databases: { userStore: mssql({ ...at, name: 'x' }), identity: mssql({ ...at, name: 'x' }) },
      version: '5.3.0',
    }).map(({ scripts }) => scripts.join(' ')),
    ['mssql.sql identity/mssql.sql bps/bpel/create/mssql.sql'],
  ],
  [
    'H2',
    scriptsOf({ databases: { userStore: h2({ name: 'a' }), identity: h2({ name: 'b' }) }, version: '5.4.1' }).map(
      String,
    ),
    [],
  ],
]
for (const [name, found, wanted] of rows) pure(name, () => assert.equal(found, wanted))
pure.run()

/** The pack as a zip, and unpacked. */
function packOf(kind: string, version: string) {
  const folder = scratch('pack')
  const home = join(folder, `wso2is-${version}`)
  cpSync(dbscripts(kind), join(home, 'dbscripts'), { recursive: true })
  chmodSync(folder, 0o755)
  const names = readdirSync(join(home, 'dbscripts'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.sql$/.test(name),
  )
  const entries = Object.fromEntries(
    names.map((name) => [`wso2is-${version}/dbscripts/${name}`, readFileSync(join(home, 'dbscripts', name))]),
  )
  writeFileSync(join(folder, 'is.zip'), zipOf(entries))
  return { folder, home, pack: join(folder, 'is.zip') }
}

for (const server of servers) {
  const { kind, port, query, connection } = server
  const test = suite(`the databases of the cluster on ${kind}`)
  const make = kind === 'mysql' ? mysql : postgresql
  const password = secret('wso2', { value: `w"s'o\\2` })
  const admin = { user: connection.user, socket: connection.socket ?? '' }
  const databases = (prefix: string, own = false) => {
    const one = (name: string): JdbcDatabase =>
      make({ host: '127.0.0.1', port, name: `${prefix}${name}`, user: 'wso2carbon', password })
    return { userStore: one('UM_DB'), identity: one('IDENTITY_DB'), ...(own ? { registry: one('REG_DB') } : {}) }
  }
  const tables = (name: string) =>
    Number(
      query(
        kind === 'mysql'
          ? `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '${name}'`
          : "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'",
        name,
      ),
    )

  const columns = (name: string, table: string): string[] =>
    query(
      `SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_name = '${table}' ORDER BY ordinal_position`,
      name,
    ).split('\n')

  test('from the pack on the controller, on the database host; the product can use them', async () => {
    const { folder, pack } = packOf(kind, '5.5.0')
    const scripts = { pack, to: join(folder, 'put') }
    const given = databases('A_')
    const resources = createDatabases({ databases: given, version: '5.5.0', admin, scripts })
    await tryToTheEnd(resources)
    assert.equal([tables('A_UM_DB'), tables('A_IDENTITY_DB')], [5, 5 + 2 + 2 + 1])
    if (kind === 'postgresql')
      assert.equal(columns('A_IDENTITY_DB', 'ode_job'), [
        'jobid character',
        ...['tstamp', 'made', 'last_abstime'].map((name) => `${name} timestamp without time zone`),
      ])
    const own = { user: 'wso2carbon', password }
    const asProduct = createDatabases({ databases: given, version: '5.5.0', admin: own, scripts })
    const used = asProduct.filter(({ task }) => task === 'sqlScript')
    assert.is(used.length, 5)
    assert.equal(new Set((await tryRun(used)).statuses), new Set(['ok']))
    const insert = kind === 'mysql' ? '' : 'SET ROLE wso2carbon; '
    query(`${insert}INSERT INTO UM_DOMAIN (UM_DOMAIN_NAME) VALUES ('mine')`, 'A_UM_DB')
    await tryRun(resources)
    assert.is(query('SELECT COUNT(*) FROM UM_DOMAIN', 'A_UM_DB'), '2')
  })

  test('from the product on a node that is unpacked by the same plan, with a registry of its own', async () => {
    const { folder, pack } = packOf(kind, '5.4.1')
    const home = join(folder, 'opt-is')
    const given = databases('B_', true)
    const steps = [
      archive({ from: pack, path: home, strip: 1 }),
      createDatabases({ databases: given, version: '5.4.1', admin, scripts: { home } }),
    ]
    const { statuses } = await tryToTheEnd(steps)
    assert.ok(statuses.includes('changed'))
    assert.equal([tables('B_UM_DB'), tables('B_IDENTITY_DB'), tables('B_REG_DB')], [5, 4, 5])
  })

  test('the inverse: refused until its own word says so; then the databases, their user and the scripts are gone', async () => {
    const { folder, pack } = packOf(kind, '5.4.1')
    const there = (name: string) =>
      query(
        kind === 'mysql'
          ? `SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = '${name}'`
          : `SELECT COUNT(*) FROM pg_database WHERE datname = '${name}'`,
      ) === '1'
    const own = { user: 'inverse', password }
    const one = (name: string) => make({ host: '127.0.0.1', port, name, ...own })
    const args = {
      databases: { userStore: one('E_UM_DB'), identity: one('E_IDENTITY_DB') },
      version: '5.4.1',
      admin,
      scripts: { pack, to: join(folder, 'put') },
    } as const
    assert.ok((await tryRun(createDatabases(args))).statuses.includes('changed'))
    const refused = await tryRun(createDatabases({ ...args, state: 'absent' }))
    assert.match(refused.said, /E_UM_DB on .* is there and holds 5 tables: say drop: true beside absent/)
    assert.ok(there('E_UM_DB'))
    await tryToTheEnd(createDatabases({ ...args, state: 'absent', drop: true }))
    assert.equal([there('E_UM_DB'), there('E_IDENTITY_DB'), existsSync(join(folder, 'put'))], [false, false, false])
    const users =
      kind === 'mysql'
        ? "SELECT COUNT(*) FROM mysql.user WHERE user = 'inverse'"
        : "SELECT COUNT(*) FROM pg_roles WHERE rolname = 'inverse'"
    assert.is(query(users), '0')
  })

  test('a pack that lacks a script, and a host that lacks one', async () => {
    const { folder, home, pack } = packOf(kind, '5.7.0')
    const given = databases('C_')
    const wrong = createDatabases({
      databases: given,
      version: '5.8.0',
      admin,
      scripts: { pack, to: join(folder, 'put') },
    })
    assert.match(
      (await tryRun(wrong)).said,
      /wso2is-5.8.0\/dbscripts\/.*\.sql is not in .*is.zip: name an archive that has it/,
    )
    rmSync(join(home, 'dbscripts', 'consent'), { recursive: true })
    const lacking = createDatabases({ databases: given, version: '5.7.0', admin, scripts: { home } })
    const { statuses, said } = await tryRun(lacking)
    assert.match(said, /the script .*consent\/.*\.sql is not there/)
    assert.not.ok(statuses.includes('changed'), 'nothing is done by half')
  })

  test("a wrong administrator's password is told once, by where it is read from", async () => {
    const { home } = packOf(kind, '5.4.1')
    const wrong = secret('db admin')
    resolveSecret(wrong, 'not-the-password')
    const admin = { user: kind === 'mysql' ? 'manager' : 'managing', password: wrong }
    query(
      kind === 'mysql'
        ? "CREATE USER manager@'%' IDENTIFIED BY 'of-manager'"
        : "CREATE ROLE managing LOGIN PASSWORD 'of-managing'",
    )
    const { statuses, said } = await tryRun(
      createDatabases({ databases: databases('E_'), version: '5.4.1', admin, scripts: { home } }),
    )
    assert.equal(statuses, ['refused', ...statuses.slice(1).map(() => 'skipped')], said)
    assert.match(
      said,
      /is not let in \(.*\): check the user manag\w+ and their password, the secret db admin \(RUNBOOK_SECRET_DB_ADMIN\)\n/,
    )
  })

  if (kind === 'mysql') {
    test('the character set decides whether the keys fit', async () => {
      const { home } = packOf(kind, '5.4.1')
      const args = { databases: databases('D_'), version: '5.4.1', admin, scripts: { home } } as const
      const long = await tryRun(createDatabases({ ...args, characterSet: 'utf8mb4' }))
      assert.match(long.said, /key was too long/)
      const again = await tryRun(createDatabases({ ...args, characterSet: 'utf8mb4' }))
      assert.match(again.said, /holds .*mysql5.7.sql by half: 1 of its 5 tables are there, REG_LOG, UM_TENANT/)
    })
  }

  test.after(() => server.stop())
  test.run()
}

const hand = suite('the databases that are made by hand')

for (const make of [oracle, db2, mssql])
  hand(`${make({ ...at, name: 'x' }).kind}: each with the scripts of the pack, to be run there`, () => {
    const database = make({ ...at, name: 'svc' })
    const [resource, ...more] = createDatabases({
      databases: { userStore: database, identity: database },
      version: '5.4.1',
      admin: { user: 'none' },
      scripts: { home: '/opt/is' },
    })
    assert.equal(more, [])
    assert.match(
      resource?.title ?? '',
      /see that jdbc:.* has had: .*\/opt\/is\/dbscripts\/\w+\.sql, .*identity.*bps.* \(by hand\)/,
    )
  })
hand.run()
