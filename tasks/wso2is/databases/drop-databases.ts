import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { sqlDatabase } from '../../databases/sql/database.ts'
import { version } from '../product.ts'
import { connectionTo, databaseAdmin } from './create-databases.ts'
import { databases, scriptsOf } from './dbscripts.ts'

const options = v.strictObject({
  /** Those of the cluster. */
  databases,
  /** The version of the product. */
  version,
  /** Who may drop them. */
  admin: databaseAdmin,
})
export type DropDatabases = v.InferInput<typeof options>

/**
 * Drops the databases that `createDatabases` makes, with all that is in them; their user stays. Those of SQL Server, Oracle
 * and DB2 are left alone.
 *
 * @example dropDatabases({ databases: { userStore, identity }, version: '5.4.1', admin: { user: 'root' } })
 */
export const dropDatabases = defineTask('dropDatabases', {
  options,
  tasks: ({ admin, ...args }) =>
    scriptsOf(args).flatMap(({ database }) =>
      database.server && (database.kind === 'mysql' || database.kind === 'postgresql')
        ? [
            sqlDatabase({
              connection: connectionTo(admin, database, database.kind),
              name: database.server.name,
              state: 'absent',
              drop: true,
            }),
          ]
        : [],
    ),
})
