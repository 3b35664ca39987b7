import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { foretell } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import type { Secret } from '../../../lib/core/secret.ts'
import { accountFact, readAccount, showAccount } from './account.ts'
import type { Account } from './account-found.ts'
import { runSql, type SqlConnection } from './connection.ts'
import { passwordFault, placeOf } from './faults.ts'
import { grantStatement, lackingOf, type SqlGrant, wantedOf } from './grant.ts'
import { loginStatements } from './login-statements.ts'
import { plainMode } from './quote.ts'
import { mayNot, readRights } from './rights.ts'
import { roleFact, showRole } from './role.ts'
import { readDatabase } from './state.ts'

/** A user as it shall be there. */
interface Wanted {
  readonly connection: SqlConnection
  readonly name: string
  readonly password: Secret | string
  readonly host?: string | undefined
  readonly grants?: readonly SqlGrant[] | undefined
}

type Lacking = readonly (SqlGrant & { readonly lacks: readonly string[] })[]

/** What makes a user as it shall be. PostgreSQL does all of it or nothing; MySQL commits each statement by itself. */
export function userChange(
  args: Wanted,
  {
    at,
    rights,
    databases,
  }: {
    readonly at: CommandAnswer
    readonly rights: CommandAnswer
    readonly databases: ReadonlyMap<string, CommandAnswer>
  },
): Changes {
  const { connection, name, password, grants = [] } = args
  const of = accountOf(args)
  const found =
    passwordFault(connection) ?? passwordFault({ ...connection, user: name, password }) ?? readAccount(of, at)
  if (isRefusal(found)) return found
  const lacking = grants.flatMap((grant) => {
    const lacks = lackingOf(connection.kind, grant, found)
    return lacks.length === 0 ? [] : [{ ...grant, lacks }]
  })
  const login = loginStatements(of, found)
  if (isRefusal(login)) return login
  const statements = [...login, ...lacking.map((grant) => grantStatement(of, grant, found))]
  if (statements.length === 0) return []
  const no = noDatabase(args, lacking, databases) ?? lacksRights(args, login.length > 0, lacking, rights)
  if (no) return no
  const granted = lacking.map((grant) => ({ database: grant.database, privileges: wantedOf(connection.kind, grant) }))
  const after = showAccount(of, { ...found, grants: [...found.grants, ...granted] })
  const isRole = connection.kind === 'postgresql' && !found.exists
  return [
    runSql(connection, {
      text: [
        plainMode(connection.kind),
        ...(connection.kind === 'mysql' ? statements : ['BEGIN;', ...statements, 'COMMIT;']),
      ].join('\n'),
      effects: {
        answers: [
          foretell(accountFact(of), after),
          ...(isRole ? [foretell(roleFact(connection, name), showRole(connection, 'created'))] : []),
        ],
      },
      rights: `it has to create the user ${name} and grant: give ${connection.user} the right to do so`,
      advice: `the user ${name} is not as it shall be: mend what the error above says, then run again`,
    }),
  ]
}

export const accountOf = ({ connection, name, password, host = '%' }: Wanted): Account => ({
  connection,
  name,
  password,
  host,
})

function noDatabase(
  { connection }: Wanted,
  lacking: Lacking,
  databases: ReadonlyMap<string, CommandAnswer>,
): Refusal | undefined {
  for (const { database } of lacking) {
    const answer = databases.get(database)
    const found = answer && readDatabase(connection, answer)
    if (isRefusal(found)) return found
    if (found && found.database === undefined)
      return refuse(`${placeOf(connection)} has no database ${database}`, 'create it before, with sqlDatabase()')
  }
  return undefined
}

function lacksRights(
  { connection, name }: Wanted,
  login: boolean,
  lacking: Lacking,
  answer: CommandAnswer,
): Refusal | undefined {
  const rights = readRights(connection, answer)
  if (isRefusal(rights)) return rights
  const create = {
    what: `create or change the user ${name}`,
    attribute: 'CREATEROLE',
    privileges: ['CREATE USER'],
  } as const
  return [
    ...(login ? [create] : []),
    ...lacking.map(({ database, lacks }) => ({
      what: `grant rights on ${database}`,
      privileges: [...lacks, 'GRANT OPTION'],
      database,
    })),
  ]
    .map((needed) => mayNot(connection, rights, needed))
    .find((no) => no !== undefined)
}
