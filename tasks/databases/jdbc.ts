import * as v from 'valibot'
import { bracketed } from '../../lib/core/address.ts'
import { asSecret } from '../../lib/core/secret.ts'
import { defineData } from '../support/define-data.ts'
import { host, line, port, textOrSecret, wordOf } from '../support/schema.ts'
import { jdbcDialects } from './jdbc/dialects.ts'
import type { JdbcDatabase } from './jdbc/jdbc-database.ts'

/** The options of a database on a server, whatever its kind. */
export const serverOptions = {
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

/** Which driver of MySQL. */
export const mysqlConnector: v.GenericSchema<'5.1' | '8' | 'mariadb'> = wordOf('5.1', '8', 'mariadb')

const options = v.pipe(
  v.strictObject({
    /** Oracle: each schema is a user of its own. */
    kind: wordOf('mysql', 'postgresql', 'mssql', 'oracle', 'db2'),
    ...serverOptions,
    /** The driver of MySQL: MySQL's own of the series 8 or 5.1, or MariaDB's. Default: 8. */
    connector: v.optional(mysqlConnector),
  }),
  v.check(
    ({ kind, connector }) => connector === undefined || kind === 'mysql',
    'it has connector, which says which driver of MySQL: leave it out',
  ),
)
export type JdbcServer = v.InferInput<typeof options>

/**
 * A database on a server as a Java program needs it: URL, driver and login, of MySQL or MariaDB, PostgreSQL, SQL Server,
 * Oracle or DB2.
 *
 * @example jdbcDatabase({ kind: 'postgresql', host: '10.0.0.20', name: 'app', user: 'app', password: secret('db') })
 */
export const jdbcDatabase = defineData('jdbcDatabase', options, (args): JdbcDatabase => {
  const { kind, host, name, user, password, parameters = {}, connector = '8' } = args
  const dialect = jdbcDialects[kind](connector)
  const port = args.port ?? dialect.port
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
})
