import { type CommandAnswer, commandFact, type Fact } from '../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'
import type { Effects, Run } from '../../lib/core/operation.ts'
import { reveal, type Secret } from '../../lib/core/secret.ts'
import { quote } from '../../lib/remote/quote.ts'

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
  readonly user: string
  /**
   * Default: none is given, so that the server knows the user by the login (`become: 'postgres'`) or the client finds a
   * password in the user's own configuration.
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
 * tasks changes its answer, and what may bring the client or the server itself: packages, and a start of the service.
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
  '/var/lib/dpkg/status',
  '/var/lib/rpm',
  '/lib/apk/db/installed',
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

/** A server, and as whom it is spoken to: `MySQL at 10.0.0.20:3306 as root`. */
export function placeOf({ kind, host, port, socket, user }: SqlConnection): string {
  const usual = kind === 'mysql' ? 3306 : 5432
  const at = socket ? `the socket ${socket}` : host ? `${host}:${port ?? usual}` : "the host's own socket"
  return `${kind === 'mysql' ? 'MySQL' : 'PostgreSQL'} at ${at} as ${user}`
}

function noAnswer(connection: SqlConnection, status: number, output: string): Refusal {
  const at = placeOf(connection)
  const said = output
    .split('\n')
    .filter((line) => !line.startsWith('='))
    .slice(-3)
    .join(' ')
    .trim()
  const packages = connection.kind === 'mysql' ? 'Debian: mariadb-client' : 'Debian: postgresql-client'
  if (status === 127) return refuse(`the client for ${at} is not on this host`, `install it (${packages})`)
  if (/ERROR 1045|ERROR 1698|authentication failed|no password supplied|role ".*" does not exist/.test(said)) {
    return refuse(`${at} is not let in (${said})`, 'check the user and the password that `connection` names')
  }
  if (/ERROR 1130|no pg_hba.conf entry/.test(said)) {
    return refuse(`${at} is not let in from this host (${said})`, 'allow this host on the server')
  }
  if (/ERROR 200\d|could not connect|connection to server|Connection refused|could not translate/.test(said)) {
    return refuse(`${at} does not answer (${said})`, 'start the server, or correct host, port or socket')
  }
  return refuse(`${at} cannot tell (${said || `status ${status}`})`, 'give the user the right to read this')
}

/** Why a password cannot be given to the client; undefined when it can. */
export function passwordFault(connection: SqlConnection): Refusal | undefined {
  const { kind, password, user } = connection
  const value = password === undefined ? '' : reveal(password)
  const bad = kind === 'postgresql' ? /[\r\n\0]|\s$/ : /[\r\n\0]/
  return bad.test(value)
    ? refuse(
        `the password of ${user} holds a line end or ends in a space, which the client cannot take`,
        'choose another',
      )
    : undefined
}
