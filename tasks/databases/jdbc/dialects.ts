import type { JdbcKind } from './jdbc-database.ts'

/** How the driver of a kind is spoken to. */
export interface JdbcDialect {
  /** The usual one of the kind. */
  readonly port: number
  readonly driverClass: string
  readonly validationQuery?: string
  /** The URL without parameters. */
  id(at: { readonly address: string; readonly name: string }): string
  parameters(all: readonly (readonly [string, string])[]): string
}

const query: JdbcDialect['parameters'] = (all) =>
  all.length === 0
    ? ''
    : `?${all.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&')}`

/** SQL Server's driver ends a value at `;` unless it stands in braces. */
const braced = (value: string): string => (/[;{}=\s]/.test(value) ? `{${value.replace(/}/g, '}}')}}` : value)

/** The drivers of MySQL, of which MariaDB's own has another URL, too. */
export const mysqlDrivers = {
  '5.1': { driverClass: 'com.mysql.jdbc.Driver', scheme: 'mysql' },
  '8': { driverClass: 'com.mysql.cj.jdbc.Driver', scheme: 'mysql' },
  mariadb: { driverClass: 'org.mariadb.jdbc.Driver', scheme: 'mariadb' },
} as const

export type MysqlConnector = keyof typeof mysqlDrivers

/** By kind; of MySQL that of one of its drivers. */
export const jdbcDialects = {
  mysql: (connector: MysqlConnector): JdbcDialect => ({
    port: 3306,
    driverClass: mysqlDrivers[connector].driverClass,
    id: ({ address, name }) => `jdbc:${mysqlDrivers[connector].scheme}://${address}/${encodeURIComponent(name)}`,
    parameters: query,
  }),
  postgresql: (): JdbcDialect => ({
    port: 5432,
    driverClass: 'org.postgresql.Driver',
    id: ({ address, name }) => `jdbc:postgresql://${address}/${encodeURIComponent(name)}`,
    parameters: query,
  }),
  mssql: (): JdbcDialect => ({
    port: 1433,
    driverClass: 'com.microsoft.sqlserver.jdbc.SQLServerDriver',
    id: ({ address, name }) => `jdbc:sqlserver://${address};databaseName=${braced(name)}`,
    parameters: (all) => all.map(([key, value]) => `;${key}=${braced(value)}`).join(''),
  }),
  oracle: (): JdbcDialect => ({
    port: 1521,
    driverClass: 'oracle.jdbc.OracleDriver',
    validationQuery: 'SELECT 1 FROM DUAL',
    id: ({ address, name }) => `jdbc:oracle:thin:@//${address}/${name}`,
    parameters: query,
  }),
  db2: (): JdbcDialect => ({
    port: 50000,
    driverClass: 'com.ibm.db2.jcc.DB2Driver',
    validationQuery: 'SELECT 1 FROM SYSIBM.SYSDUMMY1',
    id: ({ address, name }) => `jdbc:db2://${address}/${name}`,
    parameters: (all) => (all.length === 0 ? '' : `:${all.map(([key, value]) => `${key}=${value};`).join('')}`),
  }),
} satisfies { [Kind in Exclude<JdbcKind, 'h2'>]: (connector: MysqlConnector) => JdbcDialect }
