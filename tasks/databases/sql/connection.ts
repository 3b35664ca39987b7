import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact } from '../../../lib/core/fact.ts'
import type { Refusal } from '../../../lib/core/failure.ts'
import type { Effects, Run } from '../../../lib/core/operation.ts'
import { refer } from '../../../lib/core/reference.ts'
import type { Secret } from '../../../lib/core/secret.ts'
import { askServer, changeServer, type Hints, takeInput } from '../../../lib/remote/posix/sql.ts'
import { readRows, showRow } from '../../../lib/remote/posix/sql-rows.ts'
import { noAnswer, placeOf } from './faults.ts'
import type { SqlConnection } from './sql-connection.ts'

export { type SqlConnection, sqlConnection } from './sql-connection.ts'

/**
 * A question to a server: `script` calls `sql ARGUMENTS` and prints rows that begin with `=`. Nothing but the runs of these
 * tasks changes its answer, and what may bring the client or the server itself: packages, its own folders, and a start of the service.
 */
export const askSql = (
  connection: SqlConnection,
  script: string,
  secrets: readonly (string | Secret)[] = [],
): Fact<CommandAnswer> =>
  commandFact(
    askServer(connection, placeOf(connection), script),
    inputs,
    [connection.password ?? '', ...secrets].flatMap((line) => [line, '\n']),
  )

const inputs = [
  ...['/var/lib/dpkg/status', '/var/lib/rpm', '/lib/apk/db'],
  ...[
    '/usr/bin/mariadb',
    '/usr/bin/mysql',
    '/usr/bin/psql',
    '/etc/mysql',
    '/etc/my.cnf',
    '/etc/my.cnf.d',
    '/etc/postgresql',
  ],
  ...['/run/mysqld', '/run/mariadb', '/run/postgresql', '/var/lib/mysql', '/var/lib/postgresql', '/var/lib/pgsql'],
  ...['mariadb', 'mysql', 'mysqld', 'postgresql'].map((name) => `/var/lib/runbook/services/${name}.started`),
]

/** A change of a server. */
export interface SqlChange extends Hints {
  /** What `script` finds on its standard input: statements, as a rule. */
  readonly text: string
  /** Calls `sql`. Default: it is given the text. */
  readonly script?: string
  readonly effects: Effects
}

export const runSql = (connection: SqlConnection, { text, script = takeInput, effects, ...hints }: SqlChange): Run => ({
  op: 'run',
  script: changeServer(connection, placeOf(connection), script, hints),
  stdin: `${refer(connection.password ?? '')}\n${text}\n`,
  effects,
  undo: { keeps: `what was done in the database server ${placeOf(connection)}` },
})

/** The rows of an answer, each as its columns; or why the server has not answered. */
export const rowsOf = (connection: SqlConnection, { status, output }: CommandAnswer): string[][] | Refusal =>
  status === 0 ? readRows(connection.kind, output) : noAnswer(connection, status, output)

/** A row as `rowsOf` reads it. */
export const rowOf = (connection: SqlConnection, ...columns: readonly string[]): string =>
  showRow(connection.kind, columns)
