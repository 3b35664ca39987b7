/** Database servers, and what is in them; databases as Java programs need them. */
export { type DatabaseServer, databaseServer } from './database-server.ts'
export type { DatabaseAdmin } from './jdbc/database-admin.ts'
export type { JdbcDatabase } from './jdbc/jdbc-database.ts'
export { type SchemaByHand, schemaByHand } from './jdbc/schema-by-hand.ts'
export { type JdbcServer, jdbcDatabase } from './jdbc.ts'
export {
  type SqlConnection,
  type SqlDatabase,
  type SqlGrant,
  type SqlQuery,
  type SqlRows,
  type SqlScript,
  type SqlUser,
  sqlDatabase,
  sqlQuery,
  sqlScript,
  sqlUser,
} from './sql.ts'
