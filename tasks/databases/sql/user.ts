import * as v from 'valibot'
import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { each, type Fact, type Facts } from '../../../lib/core/fact.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { presentOrAbsent } from '../../support/present-or-absent.ts'
import { line, listOf, textOrSecret, truth, wordOf } from '../../support/schema.ts'
import { accountFact } from './account.ts'
import { sqlConnection } from './connection.ts'
import { privileges, sqlGrant, unknownPrivileges } from './grant.ts'
import { ownersFact } from './owners.ts'
import { fits, tooLong } from './quote.ts'
import { rightsFact } from './rights.ts'
import { databaseFact } from './state.ts'
import { accountOf, userChange } from './user-change.ts'
import { userRemoval } from './user-removal.ts'

const options = v.pipe(
  presentOrAbsent(
    {
      /** A user who may create users and grant rights. */
      connection: sqlConnection,
      /** The name that the user logs in by. */
      name: line('the name of a user'),
      /** `absent`: no such user shall be there; one that owns something is a refusal, see `keepObjects`. Default: present. */
      state: v.optional(wordOf('present', 'absent')),
      /** MySQL: the hosts from which the user may come, as in `10.0.0.%`. Default: `%`, any. */
      host: v.optional(line('the hosts of a user, as in 10.0.0.%')),
      /** What the user shall be able to do in which databases. What he can do beside it is left to him. */
      grants: v.optional(listOf(sqlGrant, "grants, as in { database: 'WSO2UMDB' }")),
      /**
       * With `absent`: also where the user owns something, of which nothing is dropped. PostgreSQL gives it to the user of
       * the connection; in MySQL what is defined as he stays, and fails until it is defined as somebody else.
       */
      keepObjects: v.optional(truth),
    },
    {
      /** The password that it shall have. */
      password: v.pipe(
        textOrSecret,
        v.check((value) => value !== '', 'it is empty: give a password'),
      ),
    },
  ),
  v.check(
    ({ connection, name }) => fits(connection.kind, name),
    ({ input }) => tooLong(input.connection.kind, input.name),
  ),
  v.check(
    ({ connection, host }) => connection.kind === 'mysql' || host === undefined,
    'host is for MySQL alone, PostgreSQL has it in pg_hba.conf: leave it out',
  ),
  v.check(
    ({ connection, grants }) => unknownPrivileges(connection.kind, grants).length === 0,
    ({ input: { connection, grants } }) =>
      `grants: ${unknownPrivileges(connection.kind, grants).join(', ')} is no privilege on a database: give of ${privileges[connection.kind].join(', ')}`,
  ),
  v.check(
    ({ state, keepObjects }) => !keepObjects || state === 'absent',
    "keepObjects is for a user that goes: say state: 'absent', or leave it out",
  ),
  v.check(
    ({ state, name, connection }) => state !== 'absent' || name !== connection.user,
    ({ input }) => `${input.name} is the user of the connection: connect as another to take him away`,
  ),
)
export type SqlUser = v.InferInput<typeof options>

/**
 * A user (PostgreSQL: a role that may log in) with a password and rights on databases. Whether the password is the wanted
 * one is told by the verifier that the server keeps, or by logging in with it.
 *
 * @example
 * sqlUser({ connection, name: 'wso2carbon', password: secret('db'), grants: [{ database: 'WSO2UMDB' }] })
 */
export const sqlUser = defineTask('sqlUser', {
  options,
  title: ({ name, state, grants = [] }) =>
    state === 'absent'
      ? `drop the database user ${name}`
      : `create the database user ${name}${grants.length > 0 ? ` for ${grants.map(({ database }) => database).join(', ')}` : ''}`,
  reads: (args): SqlUserReads => {
    const { connection, grants = [] } = args
    const present = args.state !== 'absent'
    // MySQL grants rights on what is not there yet.
    const databases = present && connection.kind === 'postgresql' ? grants.map(({ database }) => database) : []
    return {
      rights: rightsFact(connection),
      at: present ? accountFact(accountOf(args)) : undefined,
      owners: present ? undefined : ownersFact(connection),
      databases: each(databases, (name) => databaseFact(connection, name)),
    }
  },
  plan: (args, { rights, at, owners, databases }) => {
    if (args.state === 'absent') return owners ? userRemoval(args, { rights, owners }) : []
    return at ? userChange(args, { rights, at, databases }) : []
  },
})

interface SqlUserReads {
  readonly rights: Fact<CommandAnswer>
  readonly at?: Fact<CommandAnswer> | undefined
  readonly owners?: Fact<CommandAnswer> | undefined
  readonly databases: Facts<CommandAnswer>
}
