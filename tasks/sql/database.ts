import * as v from 'valibot'
import type { CommandAnswer, Fact } from '../../lib/core/fact.ts'
import { isRefusal } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { line, truth, wordOf } from '../support/schema.ts'
import { sqlConnection } from './connection.ts'
import { databaseChange } from './database-change.ts'
import { databaseDrop, isSystemDatabase } from './database-drop.ts'
import { passwordFault } from './faults.ts'
import { ownersFact } from './owners.ts'
import { fits, tooLong } from './quote.ts'
import { rightsFact } from './rights.ts'
import { roleFact } from './role.ts'
import { databaseFact, readDatabase } from './state.ts'

const options = v.pipe(
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

/**
 * A database on a MySQL, MariaDB or PostgreSQL server. The character set of one that holds tables is never changed, and
 * none is dropped unless both `state: 'absent'` and `drop` say so.
 *
 * @example sqlDatabase({ connection, name: 'WSO2UMDB', characterSet: 'latin1' })
 */
export const sqlDatabase = defineTask('sqlDatabase', {
  options,
  title: ({ name, state }) => `${state === 'absent' ? 'drop' : 'create'} the database ${name}`,
  reads: ({ connection, name, owner, state }): DatabaseReads => ({
    at: databaseFact(connection, name),
    rights: rightsFact(connection),
    owners: state === 'absent' ? ownersFact(connection) : undefined,
    role: state === 'absent' || owner === undefined ? undefined : roleFact(connection, owner),
  }),
  plan: (args, { at, ...further }) => {
    const found = passwordFault(args.connection) ?? readDatabase(args.connection, at)
    if (isRefusal(found)) return found
    return args.state === 'absent' ? databaseDrop(args, found, further) : databaseChange(args, found, further)
  },
})

interface DatabaseReads {
  readonly at: Fact<CommandAnswer>
  readonly rights: Fact<CommandAnswer>
  readonly owners?: Fact<CommandAnswer> | undefined
  readonly role?: Fact<CommandAnswer> | undefined
}
