import { type CommandAnswer, commandFact, type Fact } from '../../../lib/core/fact.ts'
import type { Refusal } from '../../../lib/core/failure.ts'
import type { Effects, Run } from '../../../lib/core/operation.ts'
import { refer } from '../../../lib/core/reference.ts'
import type { Secret } from '../../../lib/core/secret.ts'
import { quote } from '../../../lib/remote/posix/quote.ts'
import { clientFunction } from './client.ts'
import { noAnswer, placeOf } from './faults.ts'
import type { SqlConnection } from './sql-connection.ts'

export { type SqlConnection, sqlConnection } from './sql-connection.ts'

const noClient = { mysql: '{ command -v mariadb || command -v mysql; }', postgresql: 'command -v psql' }

/** Both kinds of script begin alike: the first line of standard input is the password. */
function opening(connection: SqlConnection): string {
  return [
    `# ${placeOf(connection)}`,
    'IFS= read -r p',
    `${noClient[connection.kind]} >/dev/null 2>&1 || { echo 'no client'; exit 127; }`,
    clientFunction('sql', connection),
  ].join('\n')
}

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
    `${opening(connection)}\n${script}`,
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
export interface SqlChange {
  /** What `script` finds on its standard input: statements, as a rule. */
  readonly text: string
  /** Calls `sql`. Default: it is given the text. */
  readonly script?: string
  readonly effects: Effects
  /** What to do where the server says that the user of the connection may not do it. */
  readonly rights: string
  /** What to do after any other error. */
  readonly advice: string
}

export function runSql(connection: SqlConnection, { text, script = 'sql', effects, rights, advice }: SqlChange): Run {
  const at = placeOf(connection)
  return {
    op: 'run',
    script: `${opening(connection)}
o=$( (
${script}
) 2>&1 )
x=$?
[ -z "$o" ] || printf '%s\n' "$o"
[ $x = 0 ] || [ $x = 75 ] || case $o in
${denied}) echo ${quote(`(${at}: ${rights})`)} ;;
*) echo ${quote(`(${at}: ${advice})`)} ;;
esac
exit $x`,
    stdin: `${refer(connection.password ?? '')}\n${text}\n`,
    effects,
  }
}

/** How both kinds of server word a missing right: MySQL by a number, too. */
const denied =
  "*'ERROR 1044'* | *'ERROR 1142'* | *'ERROR 1227'* | *'ERROR 1410'* | *'permission denied'* | *'must be '* | *'must have '*"

/** The rows of an answer, each as its columns; or why the server has not answered. */
export function rowsOf(connection: SqlConnection, { status, output }: CommandAnswer): string[][] | Refusal {
  if (status !== 0) return noAnswer(connection, status, output)
  return output
    .split('\n')
    .filter((line) => line.startsWith('='))
    .map((line) =>
      line
        .slice(1)
        .split('\t')
        .map(connection.kind === 'mysql' ? unescaped : same),
    )
}

/** A row as `rowsOf` reads it. */
export const rowOf = (connection: SqlConnection, ...columns: readonly string[]): string =>
  `=${columns.map(connection.kind === 'mysql' ? escaped : same).join('\t')}`

const same = (column: string): string => column

/** As MySQL's client prints a column. */
const escaped = (column: string): string =>
  column.replace(/[\n\t\\]/g, (character) => ({ '\n': '\\n', '\t': '\\t' })[character] ?? '\\\\')
const unescaped = (column: string): string =>
  column.replace(/\\([nt\\])/g, (_, letter) => ({ n: '\n', t: '\t' })[letter as string] ?? '\\')
