import { type CommandAnswer, commandFact, type Fact } from '../../lib/core/fact.ts'
import type { Refusal } from '../../lib/core/failure.ts'
import type { Effects, Run } from '../../lib/core/operation.ts'
import { reveal, type Secret } from '../../lib/core/secret.ts'
import { quote } from '../../lib/remote/quote.ts'
import { noAnswer, placeOf } from './faults.ts'

/** How the command line client on the host reaches a database server, and as whom. */
export interface SqlConnection {
  /** `mysql` is MySQL 5.7 or later, or MariaDB 10.4 or later; `postgresql` is 10 or later. */
  readonly kind: 'mysql' | 'postgresql'
  /** Name or address, reached over TCP. Default: the server on the host itself, by its socket. */
  readonly host?: string
  /** Default: 3306 or 5432. */
  readonly port?: number
  /** The socket (PostgreSQL: its folder), in place of `host`. */
  readonly socket?: string
  /** The user of the server, as whom to log in. */
  readonly user: string
  /**
   * Default: none is given, so that the server knows the user by the login (for PostgreSQL by its socket root acts as the
   * system's user of that name) or the client finds a password in the user's own configuration.
   */
  readonly password?: Secret | string
}

/**
 * A shell function that runs the client with further arguments. The password is in `$p`: it reaches the client through a
 * descriptor that only the client holds, read as MySQL's option file or PostgreSQL's service file, so that no file, no
 * argument and no environment ever has it.
 */
export function clientFunction(name: string, connection: SqlConnection): string {
  const secret = connection.password !== undefined
  if (connection.kind === 'postgresql') {
    const service = secret ? 'PGSERVICEFILE=/dev/fd/3 PGSERVICE=runbook ' : ''
    const options = `-X -w -q -A -t -F '\t' -v ON_ERROR_STOP=1 -v VERBOSITY=terse`
    const call = `PGCONNECT_TIMEOUT=10 PGCLIENTENCODING=UTF8 ${service}psql ${options} ${words(connection)} -d postgres "$@"`
    if (!secret && connection.host === undefined) return asPeer(name, connection.user, call)
    return `${name}() {\n${call}${secret ? ' 3<<RB_E\n[runbook]\npassword=$p\nRB_E' : ''}\n}`
  }
  const options = '--connect-timeout=10 --default-character-set=utf8mb4 --batch --skip-column-names'
  const find = '"$(command -v mariadb || echo mysql)"'
  if (!secret) return `${name}() {\n${find} ${options} ${words(connection)} "$@"\n}`
  return `${name}() {
e=$(sed 's/["\\\\]/\\\\&/g' <<RB_E
$p
RB_E
)
HOME=/nonexistent ${find} --defaults-extra-file=/dev/fd/3 ${options} ${words(connection)} "$@" 3<<RB_E
[client]
password="$e"
RB_E
}`
}

/**
 * By its socket and without a password PostgreSQL lets in the system's user of that name alone, whom root becomes. The
 * user comes with the server's package, so that it cannot be named by `become` before that is installed.
 */
const asPeer = (name: string, user: string, call: string): string => `${name}() {
if [ "$(id -u)" = 0 ] && id ${quote(user)} >/dev/null 2>&1 && command -v su >/dev/null 2>&1; then
  ( cd / && su -s /bin/sh -c ${quote(call)} -- ${quote(user)} sh "$@" )
else ${call}
fi
}`

function words({ kind, host, port, socket, user }: SqlConnection): string {
  if (kind === 'postgresql') {
    const at = socket ?? host
    return [`-U ${quote(user)}`, at && `-h ${quote(at)}`, port && `-p ${port}`].filter(Boolean).join(' ')
  }
  const tcp = host !== undefined && socket === undefined
  const at = tcp ? `--protocol=tcp --host=${quote(host)} --port=${port ?? 3306}` : socket && `--socket=${quote(socket)}`
  return [`--user=${quote(user)}`, at].filter(Boolean).join(' ')
}

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

/** A change of a server: `script` calls `sql`, whose standard input is `text` unless it says otherwise. */
export function runSql(
  connection: SqlConnection,
  text: string,
  effects: Effects,
  { script = 'sql', advice }: { readonly script?: string; readonly advice: string },
): Run {
  const explain = quote(`(${placeOf(connection)}: ${advice})`)
  return {
    op: 'run',
    script: `${opening(connection)}\n(\n${script}\n)\nx=$?\n[ $x = 0 ] || [ $x = 75 ] || echo ${explain}\nexit $x`,
    stdin: `${reveal(connection.password ?? '')}\n${text}\n`,
    effects,
  }
}

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

const same = (column: string): string => column

/** As MySQL's client prints a column. */
const unescaped = (column: string): string =>
  column.replace(/\\([nt\\])/g, (_, letter) => ({ n: '\n', t: '\t' })[letter as string] ?? '\\')
