import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { flatten } from '../../lib/core/resource.ts'
import type { JdbcDatabase } from '../../tasks/databases/jdbc/jdbc-database.ts'
import { tablesOf } from '../../tasks/databases/sql/tables.ts'
import { createDatabases } from '../../tasks/wso2is/databases/create-databases.ts'
import { mysql, postgresql } from '../../tasks/wso2is/databases/database.ts'
import { scriptsOf } from '../../tasks/wso2is/databases/dbscripts.ts'
import { mariadb } from '../support/mariadb.ts'
import { postgres } from '../support/postgres.ts'
import { stockHome } from '../support/stock.ts'
import { tryRun, tryToTheEnd } from '../support/trial.ts'

const versions = (['5.4.1', '5.7.0'] as const).flatMap((version) => {
  const home = stockHome(version)
  return home === undefined ? [] : [{ version, home }]
})

for (const start of versions.length === 0 ? [] : [mariadb, postgres]) {
  const server = await start()
  const { kind, port, connection, query } = server
  const test = suite(`the product's own scripts on ${kind}`)
  const make = kind === 'mysql' ? mysql : postgresql
  const admin = { user: connection.user, socket: connection.socket }
  const all =
    kind === 'mysql'
      ? 'SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()'
      : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
  const tables = (name: string): string[] =>
    query(all, name)
      .split('\n')
      .map((one) => one.toLowerCase())
      .sort()

  for (const { version, home } of versions) {
    test(`${version}: they load, as the plan says, and a second run changes nothing`, async () => {
      const one = (name: string): JdbcDatabase =>
        make({ host: '127.0.0.1', port, name: `${name}_${version}`, user: 'wso2carbon', password: 'wso2-pass-word' })
      const databases = { userStore: one('UM'), identity: one('IDN'), registry: one('REG') }
      const resources = flatten(createDatabases({ databases, version, admin, scripts: { home } }))
      await tryToTheEnd(resources)
      for (const { database, scripts } of scriptsOf({ databases, version })) {
        const wanted = scripts.flatMap((name) => tablesOf(readFileSync(join(home, 'dbscripts', name), 'latin1'), kind))
        assert.equal(tables(database.server?.name ?? ''), [...new Set(wanted.map((one) => one.toLowerCase()))].sort())
      }
      if (kind === 'postgresql')
        assert.match(
          resources.map(({ title }) => title).join('\n'),
          /create\/postgresql\.sql into .*, with timestamp in place of ABSTIME/,
        )
      assert.equal(new Set((await tryRun(resources)).statuses), new Set(['ok']))
    })
  }
  test.after(() => server.stop())
  test.run()
}

if (versions.length === 0) {
  const test = suite("the product's own scripts")
  test('are not here', () => {})
  test.run()
}
