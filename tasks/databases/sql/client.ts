import { quote } from '../../../lib/remote/posix/quote.ts'
import type { SqlConnection } from './sql-connection.ts'

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
 * Tries to log in with the password in `$p`, and prints how it went as a row. A server of PostgreSQL that lets in whoever
 * comes by this way tells nothing of the password, so another one is tried as well; MySQL might lock the account for that.
 */
export function tryLogin(connection: SqlConnection): string {
  const select = `login ${connection.kind === 'mysql' ? '-e' : '-c'} 'SELECT 1' 2>&1`
  const without = connection.kind === 'mysql' ? 'false' : `( p=$p-; ${select} >/dev/null )`
  return `${clientFunction('login', { ...connection, password: connection.password ?? '' })}
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

function words({ kind, host, port, socket, user }: SqlConnection): string {
  if (kind === 'postgresql') {
    const at = socket ?? host
    return [`-U ${quote(user)}`, at && `-h ${quote(at)}`, port && `-p ${port}`].filter(Boolean).join(' ')
  }
  const tcp = host !== undefined && socket === undefined
  const at = tcp ? `--protocol=tcp --host=${quote(host)} --port=${port ?? 3306}` : socket && `--socket=${quote(socket)}`
  return [`--user=${quote(user)}`, at].filter(Boolean).join(' ')
}
