import type { CommandAnswer } from '../../../lib/core/answers.ts'
import type { Fact } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import { call } from '../../../lib/remote/posix/sql.ts'
import { askSql, rowOf, rowsOf, type SqlConnection } from './connection.ts'
import { placeOf } from './faults.ts'
import { identifier, literal } from './quote.ts'

/** Whether PostgreSQL has a role, and lets the user of the connection act as it. */
export const roleFact = (connection: SqlConnection, role: string): Fact<CommandAnswer> =>
  askSql(
    connection,
    call('postgresql', [
      `SELECT '=role', ${canBe('oid')} FROM pg_roles WHERE rolname = ${literal('postgresql', role)}`,
    ]),
  )

const before16 = "current_setting('server_version_num')::int < 160000"
const isMember = (role: string) =>
  `pg_has_role(current_user, ${role}, CASE WHEN ${before16} THEN 'MEMBER' ELSE 'SET' END)`

/** Whether the user of the connection is a member of a role, or may make himself one. */
export const canBe = (role: string): string =>
  `(${isMember(role)} OR ${before16} AND (SELECT rolcreaterole FROM pg_roles WHERE rolname = current_user) OR pg_has_role(current_user, ${role}, 'MEMBER WITH ADMIN OPTION'))`

/** Why what shall be this role's cannot be; undefined: it can. */
export function cannotBe(connection: SqlConnection, role: string, answer: CommandAnswer): Refusal | undefined {
  const rows = rowsOf(connection, answer)
  if (isRefusal(rows)) return rows
  const at = placeOf(connection)
  const [[, may] = []] = rows
  if (may === undefined) return refuse(`${at} has no role ${role}`, 'create it before, with sqlUser()')
  if (may === 't') return undefined
  const [whose, user] = [role, connection.user].map((name) => identifier('postgresql', name))
  return refuse(`${at} may not act as ${role}`, `give the right (GRANT ${whose} TO ${user}), or connect as who has it`)
}

/** The answer for a role that the user of the connection has created, or for one that is not there. */
export const showRole = (connection: SqlConnection, state: 'created' | 'absent'): CommandAnswer => ({
  status: 0,
  output: state === 'created' ? rowOf(connection, 'role', 't') : '',
})

/**
 * Who is no superuser, as on a managed server, gives something only to a role that he may become. From 16 on the maker of
 * a role is its member without that right, until he grants it to himself.
 */
export function joining(role: string): string {
  const name = literal('postgresql', role)
  return `DO $runbook$ BEGIN IF NOT ${isMember(name)} THEN EXECUTE format('GRANT %I TO %I', ${name}, current_user); END IF; END $runbook$;`
}
