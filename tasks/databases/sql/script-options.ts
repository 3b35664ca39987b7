import * as v from 'valibot'
import { hostPath, line, text } from '../../support/schema.ts'
import { sqlConnection } from './sql-connection.ts'

const typeName: v.GenericSchema<string> = v.pipe(
  text('the name of a type'),
  v.check(
    (name) => /^[a-z_]\w*$/i.test(name),
    ({ input }) => `${JSON.stringify(input)} is no name of a type: write it as in timestamp`,
  ),
)

/** A script, and where it shall have run. */
export const options = v.pipe(
  v.strictObject({
    /** A user who may create tables in the database. */
    connection: sqlConnection,
    /** The database, which must be there. */
    database: line('the name of a database'),
    /** An SQL file on the host. The tables that it creates tell whether it has run. */
    path: hostPath,
    /** PostgreSQL: the role that shall own what the script makes. Default: the user of the connection. */
    owner: v.optional(line('the name of a role')),
    /** PostgreSQL: types that the script names and newer servers lack, with those that take their place: `{ ABSTIME: 'timestamp' }`. */
    types: v.optional(
      v.pipe(
        v.record(typeName, typeName, "give types, as in { ABSTIME: 'timestamp' }"),
        v.check(
          (types) => Object.entries(types).every(([is, newer]) => is.toLowerCase() !== newer.toLowerCase()),
          'a type takes its own place: name another',
        ),
      ),
    ),
  }),
  v.check(
    ({ connection, owner, types }) => connection.kind === 'postgresql' || (owner ?? types) === undefined,
    'owner and types are for PostgreSQL alone: leave them out',
  ),
)
export type SqlScript = v.InferInput<typeof options>
