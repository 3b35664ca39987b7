import * as v from 'valibot'
import type { Secret } from '../../../lib/core/secret.ts'
import { hostPath, line, port, textOrSecret, wordOf } from '../../support/schema.ts'

/** How the command line client on the host reaches a database server, and as whom. */
export interface SqlConnection {
  /** `mysql` is MySQL 5.7 or later, or MariaDB 10.4 or later; `postgresql` is 10 or later. */
  readonly kind: 'mysql' | 'postgresql'
  /** Name or address, reached over TCP. Default: the server on the host itself, by its socket. */
  readonly host?: string | undefined
  /** Default: 3306 or 5432. */
  readonly port?: number | undefined
  /** The socket (PostgreSQL: its folder), in place of `host`. */
  readonly socket?: string | undefined
  /** The user of the server, as whom to log in. */
  readonly user: string
  /**
   * Default: none is given, so that the server knows the user by the login (for PostgreSQL by its socket root acts as the
   * system's user of that name) or the client finds a password in the user's own configuration.
   */
  readonly password?: Secret | string | undefined
}

/** Nothing in it may begin a new line: where a server is stands in a comment of each script. */
export const sqlConnection: v.GenericSchema<SqlConnection> = v.pipe(
  v.strictObject(
    {
      kind: wordOf('mysql', 'postgresql'),
      host: v.optional(line('the name or address of a server')),
      port: v.optional(port),
      socket: v.optional(v.pipe(line('the path of a socket'), hostPath)),
      user: line('the user of the server, as whom to log in'),
      password: v.optional(textOrSecret),
    },
    "give how to reach a server, as in { kind: 'mysql', host: '10.0.0.20', user: 'root' }",
  ),
  v.check(({ host, socket }) => host === undefined || socket === undefined, 'it has host and socket: give one of them'),
)
