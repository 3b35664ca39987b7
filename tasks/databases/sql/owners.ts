import type { CommandAnswer } from '../../../lib/core/answers.ts'
import type { Fact } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal } from '../../../lib/core/failure.ts'
import { call, inTurn } from '../../../lib/remote/posix/sql.ts'
import { askSql, rowOf, rowsOf, type SqlConnection } from './connection.ts'

/** The users of a server, and what hangs on each: MySQL's are named `user@host`. */
export interface Owners {
  readonly users: readonly string[]
  readonly held: readonly Held[]
}

/** What a user owns (in MySQL: what is defined as he), and what else names him, in one database or on the server. */
export interface Held {
  readonly user: string
  /** Empty: on no database. */
  readonly database: string
  /** PostgreSQL knows of it in the database alone; else it is the database itself, or rights on it. */
  readonly inside: boolean
  readonly owned: number
}

/**
 * One question for all that takes away databases and users: what a database that goes takes with it is known to the step
 * that takes its owner away.
 */
export const ownersFact = (connection: SqlConnection): Fact<CommandAnswer> =>
  connection.kind === 'mysql'
    ? askSql(connection, call('mysql', ["SET SESSION sql_mode = ''", ...mysql]))
    : askSql(connection, inTurn(postgresql.map((query) => call('postgresql', [query]))))

const definers = ['views table', 'routines routine', 'triggers trigger', 'events event'].map((words) => {
  const [table, schema] = words.split(' ')
  return `SELECT definer, ${schema}_schema AS d FROM information_schema.${table}`
})
const mysql = [
  `SELECT '=user', CONCAT(user, '@', host) FROM mysql.user`,
  `SELECT '=held', definer, d, 'in', COUNT(*) FROM (${definers.join(' UNION ALL ')}) t GROUP BY definer, d`,
]

const postgresql = [
  `SELECT '=user', rolname FROM pg_roles`,
  `SELECT '=held', rolname, coalesce(datname, ''), CASE WHEN dbid = 0 THEN 'on' ELSE 'in' END, count(*) FILTER (WHERE deptype = 'o') FROM pg_shdepend JOIN pg_roles r ON r.oid = refobjid LEFT JOIN pg_database d ON d.oid = CASE WHEN dbid <> 0 THEN dbid WHEN classid = 'pg_database'::regclass THEN objid END WHERE refclassid = 'pg_authid'::regclass GROUP BY 2, 3, 4`,
]

export function readOwners(connection: SqlConnection, answer: CommandAnswer): Owners | Refusal {
  const rows = rowsOf(connection, answer)
  if (isRefusal(rows)) return rows
  return {
    users: rows.flatMap(([kind, user]) => (kind === 'user' && user !== undefined ? [user] : [])),
    held: rows.flatMap(([kind, user = '', database = '', where, owned]) =>
      kind === 'held' ? [{ user, database, inside: where === 'in', owned: Number(owned) }] : [],
    ),
  }
}

/** The answer as it will be. */
export const showOwners = (connection: SqlConnection, { users, held }: Owners): CommandAnswer => ({
  status: 0,
  output: [
    ...users.map((user) => rowOf(connection, 'user', user)),
    ...held.map(({ user, database, inside, owned }) =>
      rowOf(connection, 'held', user, database, inside ? 'in' : 'on', `${owned}`),
    ),
  ].join('\n'),
})
