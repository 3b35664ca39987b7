/** Database servers, and what is in them. */
export { type DatabaseServer, databaseServer } from './database-server.ts'
export {
  type SqlConnection,
  type SqlDatabase,
  type SqlGrant,
  type SqlScript,
  type SqlUser,
  sqlDatabase,
  sqlScript,
  sqlUser,
} from './sql.ts'
