import { comment } from './comment.ts'
import { quote } from './quote.ts'
import { clientFunction, type SqlServer } from './sql-client.ts'

/**
 * A question to a server: `script` calls `sql ARGUMENTS` and prints rows that begin with `=`. The password is the first line
 * of standard input. 127: the host has no client.
 */
export const askServer = (server: SqlServer, title: string, script: string): string =>
  `${opening(server, title)}\n${script}`

/** What is said behind an error. */
export interface Hints {
  /** Where the server says that the user may not do it. */
  readonly rights: string
  /** After any other. */
  readonly advice: string
}

/** A change of a server: `script` calls `sql`, and finds on standard input what stands behind the password. */
export const changeServer = (server: SqlServer, title: string, script: string, { rights, advice }: Hints): string =>
  `${opening(server, title)}
o=$( (
${script}
) 2>&1 )
x=$?
[ -z "$o" ] || printf '%s\n' "$o"
[ $x = 0 ] || [ $x = 75 ] || case $o in
${denied}) echo ${quote(`(${title}: ${rights})`)} ;;
*) echo ${quote(`(${title}: ${advice})`)} ;;
esac
exit $x`

/** Gives the client what is on standard input. */
export const takeInput = 'sql'

const noClient = { mysql: '{ command -v mariadb || command -v mysql; }', postgresql: 'command -v psql' }

const opening = (server: SqlServer, title: string): string =>
  [
    comment(title),
    'IFS= read -r p',
    `${noClient[server.kind]} >/dev/null 2>&1 || { echo 'no client'; exit 127; }`,
    clientFunction('sql', server),
  ].join('\n')

/** How both kinds of server word a missing right: MySQL by a number, too. */
const denied =
  "*'ERROR 1044'* | *'ERROR 1142'* | *'ERROR 1227'* | *'ERROR 1410'* | *'permission denied'* | *'must be '* | *'must have '*"

export interface Calling {
  readonly database?: string | undefined
  /** PostgreSQL takes all of them or none. */
  readonly whole?: boolean
}

/** A call of the client with statements. `call('postgresql', ['SELECT 1'])` */
export function call(
  kind: SqlServer['kind'],
  statements: readonly string[],
  { database, whole = false }: Calling = {},
): string {
  const words =
    kind === 'mysql'
      ? [...(database === undefined ? [] : [`-D ${quote(database)}`]), `-e ${quote(statements.join('; '))}`]
      : [
          ...(database === undefined ? [] : [`-d ${quote(connectTo(database))}`]),
          ...(whole ? ['-1'] : []),
          ...statements.map((one) => `-c ${quote(one)}`),
        ]
  return ['sql', ...words].join(' ')
}

/** psql takes a name with `=` or the look of a URL for connection options. */
export const connectTo = (database: string): string => `dbname='${database.replace(/[\\']/g, '\\$&')}'`

/** One call after the other, as long as each succeeds. */
export const inTurn = (calls: readonly string[]): string => calls.join(' &&\n')

/** What a call prints; where that is something, what another one prints, too. */
export const ifFound = (first: string, more: string): string =>
  `o=$(${first}) || exit\nif [ -n "$o" ]; then printf '%s\\n' "$o"; ${more}; fi`
