import * as v from 'valibot'
import type { Secret } from '../../../lib/core/secret.ts'
import { hostPath, line, objectOf, textOrSecret } from '../../support/schema.ts'
import type { SqlConnection } from '../sql.ts'
import type { JdbcDatabase } from './jdbc-database.ts'

export interface DatabaseAdmin {
  /** Who may create databases and users: `root`, `postgres`, or the administrator of a managed server. */
  readonly user: string
  /** Their password. Default: none is given, for a server that knows them by the login. */
  readonly password?: Secret | string | undefined
  /** The socket of the server on this host (PostgreSQL: its folder). Default: over TCP, where the nodes reach it too. */
  readonly socket?: string | undefined
}

export const databaseAdmin: v.GenericSchema<DatabaseAdmin> = objectOf(
  'an administrator, { user, password?, socket? }',
  {
    user: line('the administrator of the server'),
    password: v.optional(textOrSecret),
    socket: v.optional(hostPath),
  },
)

/** How an administrator reaches the server of a database. */
export function connectionTo(
  { socket, ...admin }: DatabaseAdmin,
  { server }: JdbcDatabase,
  kind: SqlConnection['kind'],
): SqlConnection {
  return { kind, socket, host: socket === undefined ? server?.host : undefined, port: server?.port, ...admin }
}
