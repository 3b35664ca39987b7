/**
 * Databases, users and scripts on MySQL, MariaDB and PostgreSQL, by the command line client on the host. What is there is
 * asked of the server; what these tasks change is told to the steps after them, so that a dry run on an empty server is exact.
 */
export type { SqlConnection } from './sql/connection.ts'
export { type SqlDatabase, sqlDatabase } from './sql/database.ts'
export type { SqlGrant } from './sql/grant.ts'
export { type SqlQuery, type SqlRows, sqlQuery } from './sql/query.ts'
export { type SqlScript, sqlScript } from './sql/script.ts'
export { type SqlUser, sqlUser } from './sql/user.ts'
