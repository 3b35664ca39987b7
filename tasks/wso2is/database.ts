import { asSecret, type Secret } from '../../lib/core/secret.ts'

/** A database as a data source needs it. Made by `mysql`, `postgresql`, `mssql`, `oracle`, `db2` or `h2`. */
export interface Database {
  /** What kind of server it is on. */
  readonly kind: DatabaseKind
  /** JDBC URL, not escaped for XML. */
  readonly url: string
  /** The URL without parameters: what tells one database from another. */
  readonly id: string
  /** Who logs in. */
  readonly user: string
  /** Their password. */
  readonly password: Secret | string
  /** Class name of the JDBC driver. */
  readonly driverClass: string
  /** What the pool asks to see whether a connection still works. */
  readonly validationQuery: string
  /** Where it is served; undefined for a file of H2. */
  readonly server?: { readonly host: string; readonly port: number; readonly name: string }
}

export type DatabaseKind = 'mysql' | 'postgresql' | 'mssql' | 'oracle' | 'db2' | 'h2'

export interface DatabaseServer {
  /** The server, as the nodes reach it. */
  readonly host: string
  /** Default: the usual port of the kind. */
  readonly port?: number
  /** Name of the database (Oracle: the service). */
  readonly name: string
  /** Who logs in. */
  readonly user: string
  /** Their password. */
  readonly password: Secret | string
  /** Parameters of the URL, beside or in place of the usual ones. */
  readonly parameters?: Readonly<Record<string, string>>
}

/**
 * MySQL or MariaDB. `connector` is the driver: MySQL's Connector/J of the series 5.1 or 8, which has another class name, or
 * MariaDB's own, which has another URL, too. WSO2 tests the product with Connector/J 5.1.
 *
 * @example mysql({ host: '10.0.0.20', name: 'WSO2UMDB', user: 'wso2carbon', password: secret('db') })
 */
export function mysql({
  connector = '5.1',
  ...server
}: DatabaseServer & {
  /** Default: 5.1. */
  readonly connector?: keyof typeof mysqlDrivers
}): Database {
  const parameters = { autoReconnect: 'true', useSSL: 'false', ...server.parameters }
  return made(
    'mysql',
    { ...server, parameters },
    {
      port: 3306,
      driverClass: mysqlDrivers[connector],
      id: ({ address, name }) =>
        `jdbc:${connector === 'mariadb' ? 'mariadb' : 'mysql'}://${address}/${encodeURIComponent(name)}`,
      parameters: query,
    },
  )
}

const mysqlDrivers = {
  '5.1': 'com.mysql.jdbc.Driver',
  '8': 'com.mysql.cj.jdbc.Driver',
  mariadb: 'org.mariadb.jdbc.Driver',
} as const

/** PostgreSQL, whose usual port is 5432. */
export const postgresql = (server: DatabaseServer): Database =>
  made('postgresql', server, {
    port: 5432,
    driverClass: 'org.postgresql.Driver',
    id: ({ address, name }) => `jdbc:postgresql://${address}/${encodeURIComponent(name)}`,
    parameters: query,
  })

/** Microsoft SQL Server, whose usual port is 1433. */
export const mssql = (server: DatabaseServer): Database =>
  made(
    'mssql',
    { ...server, parameters: { SendStringParametersAsUnicode: 'false', ...server.parameters } },
    {
      port: 1433,
      driverClass: 'com.microsoft.sqlserver.jdbc.SQLServerDriver',
      id: ({ address, name }) => `jdbc:sqlserver://${address};databaseName=${braced(name)}`,
      parameters: (all) => all.map(([key, value]) => `;${key}=${braced(value)}`).join(''),
    },
  )

/** Oracle, whose usual port is 1521: `name` is the service, and each schema is a user of its own. */
export const oracle = (server: DatabaseServer): Database =>
  made('oracle', server, {
    port: 1521,
    driverClass: 'oracle.jdbc.OracleDriver',
    validationQuery: 'SELECT 1 FROM DUAL',
    id: ({ address, name }) => `jdbc:oracle:thin:@//${address}/${name}`,
    parameters: query,
  })

/** IBM DB2, whose usual port is 50000. */
export const db2 = (server: DatabaseServer): Database =>
  made('db2', server, {
    port: 50000,
    driverClass: 'com.ibm.db2.jcc.DB2Driver',
    validationQuery: 'SELECT 1 FROM SYSIBM.SYSDUMMY1',
    id: ({ address, name }) => `jdbc:db2://${address}/${name}`,
    parameters: (all) => (all.length === 0 ? '' : `:${all.map(([key, value]) => `${key}=${value};`).join('')}`),
  })

/** The embedded database, in a file of the node: it cannot be shared, so it serves a single node only. */
export const h2 = ({
  name,
  user = 'wso2carbon',
  password = 'wso2carbon',
}: {
  /** Of its file in repository/database. */
  name: string
  /** Default: wso2carbon. */
  user?: string
  /** Default: wso2carbon. */
  password?: Secret | string
}): Database => ({
  kind: 'h2',
  id: `jdbc:h2:./repository/database/${name}`,
  url: `jdbc:h2:./repository/database/${name};DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000`,
  user,
  password,
  driverClass: 'org.h2.Driver',
  validationQuery: 'SELECT 1',
})

interface Dialect {
  readonly port: number
  readonly driverClass: string
  readonly validationQuery?: string
  id(at: { readonly address: string; readonly name: string }): string
  parameters(all: readonly (readonly [string, string])[]): string
}

function made(kind: DatabaseKind, server: DatabaseServer, dialect: Dialect): Database {
  const { host, port = dialect.port, name, user, password, parameters = {} } = server
  const id = dialect.id({ address: `${host.includes(':') ? `[${host}]` : host}:${port}`, name })
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
