import { ensureMember, remove, set, type TomlEdit, type TomlValues } from '../../../lib/edit/toml/index.ts'
import type { JdbcDatabase } from '../../databases/jdbc/jdbc-database.ts'
import { isAtLeast, type TomlVersion } from '../product.ts'

/** A database at a table of deployment.toml that the product has a name for, as in `database.shared_db`. */
export const databaseEdits = (version: TomlVersion, table: string, database: JdbcDatabase): TomlEdit[] => {
  const type = typeOf(version, database)
  return [
    type === undefined ? remove(`${table}.type`) : set(`${table}.type`, type),
    ...connectionEdits(table, database),
  ]
}

/** The same where the product infers nothing from a type. */
export const connectionEdits = (table: string, database: JdbcDatabase): TomlEdit[] => [
  ...Object.entries(connectionOf(database)).map(([key, value]) => set(`${table}.${key}`, value)),
  ...Object.entries(poolOf(database)).map(([key, value]) => set(`${table}.pool_options.${key}`, value)),
]

/** A further data source, `jdbc/ID`: an array of tables up to 7.1.0, tables by their names from 7.2.0 on. */
export const datasourceEdits = (version: TomlVersion, id: string, database: JdbcDatabase): TomlEdit[] =>
  isAtLeast(version, '7.2.0')
    ? [set(['datasource', id, 'id'], id), ...connectionEdits(`datasource.${JSON.stringify(id)}`, database)]
    : [ensureMember('datasource', 'id', { id, ...connectionOf(database), pool_options: poolOf(database) })]

/** The driver goes with the URL: without it the product takes that of the type, and the pack's type is H2. */
const connectionOf = ({ url, user, password, driverClass }: JdbcDatabase): TomlValues => ({
  url,
  username: user,
  password,
  driver: driverClass,
})

/** As in the files of earlier versions. The query is here because the product reads it from no other place. */
const poolOf = ({ validationQuery }: JdbcDatabase): TomlValues => ({
  maxActive: 80,
  maxWait: 60000,
  minIdle: 5,
  testOnBorrow: true,
  validationQuery,
  validationInterval: 30000,
  defaultAutoCommit: false,
})

/** The product's own word for a kind of database; undefined: it has none, and must not keep another's. */
export function typeOf(version: TomlVersion, { kind, driverClass }: JdbcDatabase): string | undefined {
  if (driverClass === 'org.mariadb.jdbc.Driver') return isAtLeast(version, '5.11.0') ? 'mariadb' : undefined
  return kind === 'postgresql' ? 'postgre' : kind
}
