import * as v from 'valibot'
import { isRefusal, type Refusal } from '../../lib/core/failure.ts'
import { reveal } from '../../lib/core/secret.ts'
import { defineTask } from '../../lib/core/task.ts'
import { line, listOf, textOrSecret } from '../support/schema.ts'
import { type Account, type AccountFound, accountFact, readAccount, showAccount } from './account.ts'
import { runSql, sqlConnection } from './connection.ts'
import { passwordFault } from './faults.ts'
import { grantStatement, lackingOf, privileges, sqlGrant, unknownPrivileges, wantedOf } from './grant.ts'
import { isPassword } from './password.ts'
import { account, fits, identifier, plainMode, secretLiteral, tooLong } from './quote.ts'

const options = v.pipe(
  v.strictObject({
    /** A user who may create users and grant rights. */
    connection: sqlConnection,
    /** The name that the user logs in by. */
    name: line('the name of a user'),
    /** The password that it shall have. */
    password: v.pipe(
      textOrSecret,
      v.check((value) => value !== '', 'it is empty: give a password'),
    ),
    /** MySQL: the hosts from which the user may come, as in `10.0.0.%`. Default: `%`, any. */
    host: v.optional(line('the hosts of a user, as in 10.0.0.%')),
    /** What the user shall be able to do in which databases. What he can do beside it is left to him. */
    grants: v.optional(listOf(sqlGrant, "grants, as in { database: 'WSO2UMDB' }")),
  }),
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
  title: ({ name, grants = [] }) =>
    `create the database user ${name}${grants.length > 0 ? ` for ${grants.map(({ database }) => database).join(', ')}` : ''}`,
  reads: (args) => ({ at: accountFact(accountOf(args)) }),
  plan: (args, { at }) => {
    const { connection, name, password, grants = [] } = args
    const found: AccountFound | Refusal =
      passwordFault(connection) ??
      passwordFault({ ...connection, user: name, password }) ??
      readAccount(accountOf(args), at)
    if (isRefusal(found)) return found
    const lacking = grants.flatMap((grant) => {
      const lacks = lackingOf(connection.kind, grant, found)
      return lacks.length === 0 ? [] : [{ ...grant, lacks }]
    })
    const statements = [
      ...(found.exists ? [] : [creation(args)]),
      ...(found.exists && hasOtherPassword(args, found) ? [newPassword(args)] : []),
      ...lacking.map((grant) => grantStatement(accountOf(args), grant, found)),
    ]
    if (statements.length === 0) return []
    const after = {
      ...found,
      grants: [
        ...found.grants,
        ...lacking.map((grant) => ({ database: grant.database, privileges: wantedOf(connection.kind, grant) })),
      ],
    }
    return [
      runSql(
        connection,
        [plainMode(connection.kind), ...statements].join('\n'),
        { answers: [{ question: accountFact(accountOf(args)).question, answer: showAccount(after) }] },
        { advice: `it has to create the user ${name} and grant: give the user of the connection the right to do so` },
      ),
    ]
  },
})

const accountOf = ({ connection, name, password, host = '%' }: SqlUser): Account => ({
  connection,
  name,
  password,
  host,
})

/** Where nothing tells (a user who may come from other hosts only, and an unknown scheme), the password is left alone. */
function hasOtherPassword({ name, password }: SqlUser, { kept, login }: AccountFound): boolean {
  const same = kept === undefined ? undefined : isPassword(kept.scheme, kept.digest, name, reveal(password))
  return same === undefined ? login === 'no' : !same
}

const creation = ({ connection: { kind }, name, host = '%', password }: SqlUser): string =>
  kind === 'mysql'
    ? `CREATE USER ${account(name, host)} IDENTIFIED BY ${secretLiteral(kind, password)};`
    : `CREATE ROLE ${identifier(kind, name)} LOGIN PASSWORD ${secretLiteral(kind, password)};`

const newPassword = ({ connection: { kind }, name, host = '%', password }: SqlUser): string =>
  kind === 'mysql'
    ? `ALTER USER ${account(name, host)} IDENTIFIED BY ${secretLiteral(kind, password)};`
    : `ALTER ROLE ${identifier(kind, name)} LOGIN PASSWORD ${secretLiteral(kind, password)};`
