import type { Resource } from '../../lib/core/resource.ts'
import { dropDatabase } from '../sql/drop-database.ts'
import { connectionTo, type DatabaseAdmin } from './create-databases.ts'
import { type Databases, scriptsOf } from './dbscripts.ts'
import type { Version } from './product.ts'

export interface DropDatabases {
  /** Those of the cluster. */
  readonly databases: Databases
  /** The version of the product. */
  readonly version: Version
  /** Who may drop them. */
  readonly admin: DatabaseAdmin
}

/**
 * Drops the databases that `createDatabases` makes, with all that is in them; their user stays. Those of SQL Server, Oracle
 * and DB2 are left alone.
 *
 * @example dropDatabases({ databases: { userStore, identity }, version: '5.4.1', admin: { user: 'root' } })
 */
export const dropDatabases = ({ databases, version, admin }: DropDatabases): Resource[] =>
  scriptsOf(databases, version).flatMap(({ database }) =>
    database.server && (database.kind === 'mysql' || database.kind === 'postgresql')
      ? [dropDatabase({ connection: connectionTo(admin, database, database.kind), name: database.server.name })]
      : [],
  )
