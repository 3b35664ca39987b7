import * as v from 'valibot'
import { type JdbcDatabase, madeDatabase } from '../../databases/jdbc/jdbc-database.ts'
import { jdbcDatabase, mysqlConnector, serverOptions } from '../../databases/jdbc.ts'
import { defineData } from '../../support/define-data.ts'
import { line, text, textOrSecret } from '../../support/schema.ts'

/** What one of the functions below gives. */
export const database: v.GenericSchema<JdbcDatabase> = madeDatabase(
  'mysql(), postgresql(), mssql(), oracle(), db2() or h2()',
)

const onServer = v.strictObject(serverOptions)
export type DatabaseConnection = v.InferInput<typeof onServer>

const onMysql = v.strictObject({
  ...serverOptions,
  /** The driver. Default: 5.1. */
  connector: v.optional(mysqlConnector),
})

/**
 * MySQL or MariaDB. `connector` is the driver: MySQL's Connector/J of the series 5.1 or 8, which has another class name, or
 * MariaDB's own, which has another URL, too. WSO2 tests the product with Connector/J 5.1.
 *
 * @example mysql({ host: '10.0.0.20', name: 'WSO2UMDB', user: 'wso2carbon', password: secret('db') })
 */
export const mysql = defineData('mysql', onMysql, ({ connector = '5.1', ...server }) =>
  jdbcDatabase({
    kind: 'mysql',
    ...server,
    connector,
    parameters: { autoReconnect: 'true', useSSL: 'false', ...server.parameters },
  }),
)

/** PostgreSQL, whose usual port is 5432. */
export const postgresql = defineData('postgresql', onServer, (server) =>
  jdbcDatabase({ kind: 'postgresql', ...server }),
)

/** Microsoft SQL Server, whose usual port is 1433. */
export const mssql = defineData('mssql', onServer, (server) =>
  jdbcDatabase({
    kind: 'mssql',
    ...server,
    parameters: { SendStringParametersAsUnicode: 'false', ...server.parameters },
  }),
)

/** Oracle, whose usual port is 1521: `name` is the service, and each schema is a user of its own. */
export const oracle = defineData('oracle', onServer, (server) => jdbcDatabase({ kind: 'oracle', ...server }))

/** IBM DB2, whose usual port is 50000. */
export const db2 = defineData('db2', onServer, (server) => jdbcDatabase({ kind: 'db2', ...server }))

const inFile = v.strictObject({
  /** Of its file in repository/database. */
  name: v.pipe(
    text('the name of its file'),
    v.check((name) => /^[\w.-]+$/.test(name), 'give the name of its file, without a folder'),
  ),
  /** Default: wso2carbon. */
  user: v.optional(line('the user who logs in')),
  /** Default: wso2carbon. */
  password: v.optional(textOrSecret),
})

/** The embedded database, in a file of the node: it cannot be shared, so it serves a single node only. */
export const h2 = defineData(
  'h2',
  inFile,
  ({ name, user = 'wso2carbon', password = 'wso2carbon' }): JdbcDatabase => ({
    kind: 'h2',
    id: `jdbc:h2:./repository/database/${name}`,
    url: `jdbc:h2:./repository/database/${name};DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000`,
    user,
    password,
    driverClass: 'org.h2.Driver',
    validationQuery: 'SELECT 1',
  }),
)
