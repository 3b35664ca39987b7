import * as v from 'valibot'
import { bracketed } from '../../../lib/core/address.ts'
import { asSecret } from '../../../lib/core/secret.ts'
import { defineData } from '../../support/define-data.ts'
import { host, line, port, text, textOrSecret, wordOf } from '../../support/schema.ts'
import type { Database, DatabaseKind } from './jdbc-database.ts'

const server = {
  /** The server, as the nodes reach it. */
  host,
  /** Default: the usual port of the kind. */
  port: v.optional(port),
  /** Name of the database (Oracle: the service). */
  name: line('the name of the database'),
  /** Who logs in. */
  user: line('the user who logs in'),
  /** Their password. */
  password: textOrSecret,
  /** Parameters of the URL, beside or in place of the usual ones. */
  parameters: v.optional(
    v.record(
      v.string(),
      v.string(({ received }) => `it is ${received}: give a text`),
    ),
  ),
}
const onServer = v.strictObject(server)
export type DatabaseConnection = v.InferInput<typeof onServer>

const mysqlDrivers = {
  '5.1': 'com.mysql.jdbc.Driver',
  '8': 'com.mysql.cj.jdbc.Driver',
  mariadb: 'org.mariadb.jdbc.Driver',
} as const

const onMysql = v.strictObject({
  ...server,
  /** The driver. Default: 5.1. */
  connector: v.optional(wordOf('5.1', '8', 'mariadb')),
})

/**
 * MySQL or MariaDB. `connector` is the driver: MySQL's Connector/J of the series 5.1 or 8, which has another class name, or
 * MariaDB's own, which has another URL, too. WSO2 tests the product with Connector/J 5.1.
 *
 * @example mysql({ host: '10.0.0.20', name: 'WSO2UMDB', user: 'wso2carbon', password: secret('db') })
 */
export const mysql = defineData('mysql', onMysql, ({ connector = '5.1', ...server }) =>
  made(
    'mysql',
    { ...server, parameters: { autoReconnect: 'true', useSSL: 'false', ...server.parameters } },
    {
      port: 3306,
      driverClass: mysqlDrivers[connector],
      id: ({ address, name }) =>
        `jdbc:${connector === 'mariadb' ? 'mariadb' : 'mysql'}://${address}/${encodeURIComponent(name)}`,
      parameters: query,
    },
  ),
)

/** PostgreSQL, whose usual port is 5432. */
export const postgresql = defineData('postgresql', onServer, (server) =>
  made('postgresql', server, {
    port: 5432,
    driverClass: 'org.postgresql.Driver',
    id: ({ address, name }) => `jdbc:postgresql://${address}/${encodeURIComponent(name)}`,
    parameters: query,
  }),
)

/** Microsoft SQL Server, whose usual port is 1433. */
export const mssql = defineData('mssql', onServer, (server) =>
  made(
    'mssql',
    { ...server, parameters: { SendStringParametersAsUnicode: 'false', ...server.parameters } },
    {
      port: 1433,
      driverClass: 'com.microsoft.sqlserver.jdbc.SQLServerDriver',
      id: ({ address, name }) => `jdbc:sqlserver://${address};databaseName=${braced(name)}`,
      parameters: (all) => all.map(([key, value]) => `;${key}=${braced(value)}`).join(''),
    },
  ),
)

/** Oracle, whose usual port is 1521: `name` is the service, and each schema is a user of its own. */
export const oracle = defineData('oracle', onServer, (server) =>
  made('oracle', server, {
    port: 1521,
    driverClass: 'oracle.jdbc.OracleDriver',
    validationQuery: 'SELECT 1 FROM DUAL',
    id: ({ address, name }) => `jdbc:oracle:thin:@//${address}/${name}`,
    parameters: query,
  }),
)

/** IBM DB2, whose usual port is 50000. */
export const db2 = defineData('db2', onServer, (server) =>
  made('db2', server, {
    port: 50000,
    driverClass: 'com.ibm.db2.jcc.DB2Driver',
    validationQuery: 'SELECT 1 FROM SYSIBM.SYSDUMMY1',
    id: ({ address, name }) => `jdbc:db2://${address}/${name}`,
    parameters: (all) => (all.length === 0 ? '' : `:${all.map(([key, value]) => `${key}=${value};`).join('')}`),
  }),
)

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
  ({ name, user = 'wso2carbon', password = 'wso2carbon' }): Database => ({
    kind: 'h2',
    id: `jdbc:h2:./repository/database/${name}`,
    url: `jdbc:h2:./repository/database/${name};DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000`,
    user,
    password,
    driverClass: 'org.h2.Driver',
    validationQuery: 'SELECT 1',
  }),
)

interface Dialect {
  readonly port: number
  readonly driverClass: string
  readonly validationQuery?: string
  id(at: { readonly address: string; readonly name: string }): string
  parameters(all: readonly (readonly [string, string])[]): string
}

function made(kind: DatabaseKind, server: DatabaseConnection, dialect: Dialect): Database {
  const { host, port = dialect.port, name, user, password, parameters = {} } = server
  const id = dialect.id({ address: `${bracketed(host)}:${port}`, name })
  return {
    kind,
    id,
    url: id + dialect.parameters(Object.entries(parameters)),
    user,
    password: asSecret(`password of ${user}`, password),
    driverClass: dialect.driverClass,
    validationQuery: dialect.validationQuery ?? 'SELECT 1',
    server: { host, port, name },
  }
}

const query: Dialect['parameters'] = (all) =>
  all.length === 0
    ? ''
    : `?${all.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&')}`

/** SQL Server's driver ends a value at `;` unless it stands in braces. */
const braced = (value: string): string => (/[;{}=\s]/.test(value) ? `{${value.replace(/}/g, '}}')}}` : value)
