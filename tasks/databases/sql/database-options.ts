import * as v from 'valibot'
import { line, truth, wordOf } from '../../support/schema.ts'
import { fits, tooLong } from './quote.ts'
import { sqlConnection } from './sql-connection.ts'

/** A database as it shall be, or shall not. */
export const options = v.pipe(
  v.strictObject({
    /** A user who may create databases. */
    connection: sqlConnection,
    /** Its name. */
    name: line('the name of a database'),
    /** `absent`: no such database shall be there; see `drop`. Default: present. */
    state: v.optional(wordOf('present', 'absent')),
    /** MySQL: as in `latin1`, `utf8mb4`; PostgreSQL: as in `UTF8`. Default: the server's own for a new one, else as it is. */
    characterSet: v.optional(line('a character set, as in UTF8')),
    /** MySQL, as in `latin1_swedish_ci`. Default: the usual one of the character set. */
    collation: v.optional(line('a collation, as in latin1_swedish_ci')),
    /** PostgreSQL: the role that owns it. Default: the user of the connection for a new one, else as it is. */
    owner: v.optional(line('the name of a role')),
    /** With `absent`: drop it with all that is in it. Without this word a database that is there is a refusal. */
    drop: v.optional(truth),
  }),
  v.check(
    ({ connection, name }) => fits(connection.kind, name),
    ({ input }) => tooLong(input.connection.kind, input.name),
  ),
  v.check(
    ({ connection, collation }) => connection.kind === 'mysql' || collation === undefined,
    'collation is for MySQL alone, PostgreSQL takes that of its template: leave it out',
  ),
  v.check(
    ({ connection, owner }) => connection.kind === 'postgresql' || owner === undefined,
    'owner is for PostgreSQL alone, in MySQL nobody owns a database: grant rights on it with sqlUser()',
  ),
  v.check(
    ({ state, drop }) => !drop || state === 'absent',
    "drop is for a database that goes: say state: 'absent', or leave it out",
  ),
  v.check(
    ({ state, name }) => state !== 'absent' || !isSystemDatabase(name),
    ({ input }) => `${input.name} is the server's own: name another database`,
  ),
)
export type SqlDatabase = v.InferInput<typeof options>

const isSystemDatabase = (name: string): boolean =>
  /^(mysql|information_schema|performance_schema|sys|postgres|template[01])$/i.test(name)
