import type { CommandAnswer, Fact } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal } from '../../lib/core/failure.ts'
import type { Secret } from '../../lib/core/secret.ts'
import { quote } from '../../lib/remote/quote.ts'
import { clientFunction } from './client.ts'
import { askSql, rowsOf, type SqlConnection } from './connection.ts'
import { literal } from './quote.ts'

/** What a server says of one user. Names of databases are as granted, so MySQL's may be patterns. */
export interface AccountFound {
  readonly exists: boolean
  /** The scheme of the password and the SHA-256 of its verifier, where the connection's user may read it. */
  readonly kept?: { readonly scheme: string; readonly digest: string }
  /** Whether the user could log in from the host with the wanted password, where nothing else tells. */
  readonly login?: 'yes' | 'no' | 'from elsewhere'
  readonly grants: readonly { readonly database: string; readonly privileges: readonly string[] }[]
  /** MySQL takes `_` in the name of a granted database as it is, not as a pattern. */
  readonly literalNames: boolean
}

export interface Account {
  readonly connection: SqlConnection
  readonly name: string
  readonly password: Secret | string
  readonly host: string
}

/** As the user, where what the server keeps of the password cannot be compared. */
const tryLogin = ({ connection, name, password }: Account): string =>
  `IFS= read -r p
${clientFunction('login', { ...connection, user: name, password })}
if r=$(login ${connection.kind === 'mysql' ? '-e' : '-c'} 'SELECT 1' 2>&1); then printf '=login\\tyes\\t\\n'; else printf '=login\\tno\\t%s\\n' "$(printf %s "$r" | tr '\\n\\t' '  ')"; fi`

export function accountFact(of: Account): Fact<CommandAnswer> {
  const { connection, name, password, host } = of
  const user = literal(connection.kind, name)
  if (connection.kind === 'mysql') {
    const text = [
      "SET SESSION sql_mode = ''",
      `SELECT '=user', plugin, SHA2(authentication_string, 256) FROM mysql.user WHERE user = ${user} AND host = ${literal('mysql', host)}`,
      `SELECT '=grant', table_schema, GROUP_CONCAT(privilege_type) FROM information_schema.schema_privileges WHERE grantee = ${literal('mysql', `'${name}'@'${host}'`)} GROUP BY table_schema`,
      "SHOW VARIABLES LIKE 'partial_revokes'",
    ]
    return askSql(
      connection,
      `o=$(sql -e ${quote(text.join('; '))}) || exit
printf '%s\\n' "$o" | sed 's/^partial/=partial/'
case $o in =user*mysql_native_password*) ;; =user*) ${tryLogin(of)} ;; esac`,
      [password],
    )
  }
  const grants = `SELECT '=grant', datname, concat_ws(',', ${['CONNECT', 'CREATE', 'TEMPORARY'].map((one) => `CASE WHEN has_database_privilege(r.oid, d.oid, '${one}') THEN '${one}' END`).join(', ')}) FROM pg_database d, pg_roles r WHERE rolname = ${user}`
  const kept = `SELECT '=user', CASE WHEN rolpassword LIKE 'SCRAM%' THEN 'SCRAM-SHA-256 ' || split_part(rolpassword, '$', 2) ELSE substr(rolpassword, 1, 3) END, encode(sha256(convert_to(CASE WHEN rolpassword LIKE 'SCRAM%' THEN split_part(split_part(rolpassword, '$', 3), ':', 1) ELSE rolpassword END, 'UTF8')), 'hex') FROM pg_authid WHERE rolname = ${user}`
  return askSql(
    connection,
    `o=$(sql -c ${quote(grants)}) || exit
if [ -n "$o" ]; then
printf '%s\\n' "$o"
sql -c ${quote(kept)} 2>/dev/null || { printf '=user\\t\\t\\n'
${tryLogin(of)}
}
fi`,
    [password],
  )
}

export function readAccount({ connection, host }: Account, answer: CommandAnswer): AccountFound | Refusal {
  const rows = rowsOf(connection, answer)
  if (isRefusal(rows)) return rows
  const [user, scheme = '', digest = ''] = rows.find(([kind]) => kind === 'user') ?? []
  const [login, outcome, said = ''] = rows.find(([kind]) => kind === 'login') ?? []
  const grants = rows.flatMap(([kind, database = '', privileges = '']) =>
    kind === 'grant' ? [{ database, privileges: privileges.split(',') }] : [],
  )
  return {
    exists: user !== undefined,
    grants,
    literalNames: rows.some(([kind, value]) => kind === 'partial_revokes' && value === 'ON'),
    ...(scheme && digest ? { kept: { scheme, digest } } : {}),
    ...(login === undefined
      ? {}
      : { login: outcome === 'yes' ? 'yes' : comesFrom(said, host) ? 'no' : 'from elsewhere' }),
  }
}

/** Whether a refused login was one of this account: MySQL's says from where it came, and only that host's account is meant. */
function comesFrom(said: string, host: string): boolean {
  const from = /for user '.*'@'([^']*)'/.exec(said)?.[1]
  if (from === undefined) return !/Host '.*' is not allowed/.test(said)
  const pattern = host
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%/g, '.*')
    .replace(/_/g, '.')
  return new RegExp(`^${pattern}$`, 'i').test(from)
}

/** The answer as it will be: the user is there, and has the password that the question was asked with. */
export function showAccount({ grants, literalNames }: AccountFound): CommandAnswer {
  return {
    status: 0,
    output: [
      '=user\t\t',
      '=login\tyes\t',
      ...(literalNames ? ['=partial_revokes\tON'] : []),
      ...grants.map(({ database, privileges }) => `=grant\t${database}\t${privileges.join(',')}`),
    ].join('\n'),
  }
}
