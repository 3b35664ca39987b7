import { quote } from './quote.ts'

/** How the command line client on the host reaches a database server, and as whom. */
export interface SqlServer {
  readonly kind: 'mysql' | 'postgresql'
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly socket?: string | undefined
  readonly user: string
  /** Undefined: none is given. What it is comes by standard input alone. */
  readonly password?: unknown
}

/**
 * A shell function that runs the client with further arguments. The password is in `$p`: it reaches the client through a
 * descriptor that only the client holds, read as MySQL's option file or PostgreSQL's service file, so that no file, no
 * argument and no environment ever has it.
 */
export function clientFunction(name: string, server: SqlServer): string {
  const secret = server.password !== undefined
  if (server.kind === 'postgresql') {
    const service = secret ? 'PGSERVICEFILE=/dev/fd/3 PGSERVICE=runbook ' : ''
    const options = `-X -w -q -A -t -F '\t' -v ON_ERROR_STOP=1 -v VERBOSITY=terse`
    const call = `PGCONNECT_TIMEOUT=10 PGCLIENTENCODING=UTF8 ${service}psql ${options} ${words(server)} -d postgres "$@"`
    if (!secret && server.host === undefined) return asPeer(name, server.user, call)
    return `${name}() {\n${call}${secret ? ' 3<<RB_E\n[runbook]\npassword=$p\nRB_E' : ''}\n}`
  }
  const options = '--connect-timeout=10 --default-character-set=utf8mb4 --batch --skip-column-names'
  const find = '"$(command -v mariadb || echo mysql)"'
  if (!secret) return `${name}() {\n${find} ${options} ${words(server)} "$@"\n}`
  return `${name}() {
e=$(sed 's/["\\\\]/\\\\&/g' <<RB_E
$p
RB_E
)
HOME=/nonexistent ${find} --defaults-extra-file=/dev/fd/3 ${options} ${words(server)} "$@" 3<<RB_E
[client]
password="$e"
RB_E
}`
}

/**
 * Tries to log in with the password in `$p`, and prints how it went as a row. A server of PostgreSQL that lets in whoever
 * comes by this way tells nothing of the password, so another one is tried as well; MySQL might lock the account for that.
 */
export function tryLogin(server: SqlServer): string {
  const select = `login ${server.kind === 'mysql' ? '-e' : '-c'} 'SELECT 1' 2>&1`
  const without = server.kind === 'mysql' ? 'false' : `( p=$p-; ${select} >/dev/null )`
  return `${clientFunction('login', { ...server, password: server.password ?? '' })}
if r=$(${select}); then
  if ${without}; then printf '=login\\twithout\\t\\n'; else printf '=login\\tyes\\t\\n'; fi
else printf '=login\\tno\\t%s\\n' "$(printf %s "$r" | tr '\\n\\t' '  ')"; fi`
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

function words({ kind, host, port, socket, user }: SqlServer): string {
  if (kind === 'postgresql') {
    const at = socket ?? host
    return [`-U ${quote(user)}`, at && `-h ${quote(at)}`, port && `-p ${port}`].filter(Boolean).join(' ')
  }
  const tcp = host !== undefined && socket === undefined
  const at = tcp ? `--protocol=tcp --host=${quote(host)} --port=${port ?? 3306}` : socket && `--socket=${quote(socket)}`
  return [`--user=${quote(user)}`, at].filter(Boolean).join(' ')
}
