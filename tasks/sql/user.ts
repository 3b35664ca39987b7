import { isRefusal, type Refusal } from '../../lib/core/failure.ts'
import { reveal, type Secret } from '../../lib/core/secret.ts'
import { defineTask } from '../../lib/core/task.ts'
import { type Account, type AccountFound, accountFact, readAccount, showAccount } from './account.ts'
import { runSql, type SqlConnection } from './connection.ts'
import { passwordFault } from './faults.ts'
import { isPassword } from './password.ts'
import { account, identifier, literal, plainMode } from './quote.ts'

export interface SqlUser {
  /** A user who may create users and grant rights. */
  readonly connection: SqlConnection
  /** The name that the user logs in by. */
  readonly name: string
  /** The password that it shall have. */
  readonly password: Secret | string
  /** MySQL: the hosts from which the user may come, as in `10.0.0.%`. Default: `%`, any. */
  readonly host?: string
  /** What the user shall be able to do in which databases. What he can do beside it is left to him. */
  readonly grants?: readonly SqlGrant[]
}

export interface SqlGrant {
  /** The database that the rights are for. */
  readonly database: string
  /** As in `['SELECT', 'INSERT']`; PostgreSQL: of `CONNECT`, `CREATE`, `TEMPORARY`. Default: all. */
  readonly privileges?: readonly string[]
}

/**
 * A user (PostgreSQL: a role that may log in) with a password and rights on databases. Whether the password is the wanted
 * one is told by the verifier that the server keeps, or by logging in with it.
 *
 * @example
 * sqlUser({ connection, name: 'wso2carbon', password: secret('db'), grants: [{ database: 'WSO2UMDB' }] })
 */
export const sqlUser = defineTask('sqlUser', {
  title: ({ name, grants = [] }: SqlUser) =>
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
      const privileges = lacks(args, grant, found)
      return privileges.length === 0 ? [] : [{ ...grant, lacks: privileges }]
    })
    const statements = [
      ...(found.exists ? [] : [creation(args)]),
      ...(found.exists && hasOtherPassword(args, found) ? [newPassword(args)] : []),
      ...lacking.map((grant) => grantStatement(args, grant, found)),
    ]
    if (statements.length === 0) return []
    const after = {
      ...found,
      grants: [
        ...found.grants,
        ...lacking.map((grant) => ({ database: grant.database, privileges: wantedOf(args, grant) })),
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

/** What "all" comes to: the rights that every version knows. A newer server has more, and grants them with these. */
const every = {
  mysql:
    'SELECT,INSERT,UPDATE,DELETE,CREATE,DROP,REFERENCES,INDEX,ALTER,CREATE TEMPORARY TABLES,LOCK TABLES,EXECUTE,CREATE VIEW,SHOW VIEW,CREATE ROUTINE,ALTER ROUTINE,EVENT,TRIGGER'.split(
      ',',
    ),
  postgresql: ['CONNECT', 'CREATE', 'TEMPORARY'],
}

const isAll = ({ privileges }: SqlGrant): boolean =>
  privileges === undefined || privileges.some((one) => /^all( privileges)?$/i.test(one))

const wantedOf = ({ connection }: SqlUser, grant: SqlGrant): readonly string[] =>
  isAll(grant)
    ? every[connection.kind]
    : (grant.privileges ?? []).map((one) => one.toUpperCase().replace(/^TEMP$/, 'TEMPORARY'))

function lacks(args: SqlUser, grant: SqlGrant, { grants }: AccountFound): string[] {
  const names = args.connection.kind === 'mysql' ? [grant.database, pattern(grant.database)] : [grant.database]
  const has = grants.filter(({ database }) => names.includes(database)).flatMap(({ privileges }) => privileges)
  return wantedOf(args, grant).filter((one) => !has.includes(one))
}

/** The name as a pattern that only it fits. */
const pattern = (database: string): string => database.replace(/[\\_%]/g, '\\$&')

function grantStatement(
  { connection: { kind }, name, host = '%' }: SqlUser,
  grant: SqlGrant & { readonly lacks: readonly string[] },
  { literalNames }: AccountFound,
): string {
  const privileges = isAll(grant) ? 'ALL PRIVILEGES' : grant.lacks.join(', ')
  if (kind === 'postgresql')
    return `GRANT ${privileges} ON DATABASE ${identifier(kind, grant.database)} TO ${identifier(kind, name)};`
  const database = literalNames ? grant.database : pattern(grant.database)
  return `GRANT ${privileges} ON ${identifier(kind, database)}.* TO ${account(name, host)};`
}

const creation = ({ connection: { kind }, name, host = '%', password }: SqlUser): string =>
  kind === 'mysql'
    ? `CREATE USER ${account(name, host)} IDENTIFIED BY ${literal(kind, reveal(password))};`
    : `CREATE ROLE ${identifier(kind, name)} LOGIN PASSWORD ${literal(kind, reveal(password))};`

const newPassword = ({ connection: { kind }, name, host = '%', password }: SqlUser): string =>
  kind === 'mysql'
    ? `ALTER USER ${account(name, host)} IDENTIFIED BY ${literal(kind, reveal(password))};`
    : `ALTER ROLE ${identifier(kind, name)} LOGIN PASSWORD ${literal(kind, reveal(password))};`
