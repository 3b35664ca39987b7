import * as v from 'valibot'
import { database } from '../../../tasks/wso2is/databases/database.ts'
import { password, path, words } from './values.ts'

export const databases = v.strictObject({
  /** Users, roles and tenants. */
  userStore: database,
  /** Identity data, sessions, consents and business processes. */
  identity: database,
  /** The shared registry. Default: in the identity database; from 5.9.0 on with the users. */
  registry: v.optional(database),
  /** Consents. Default: in the identity database. */
  consent: v.optional(database),
  /** Business processes. Default: in the identity database; from 5.9.0 on in a file of each node. */
  processes: v.optional(database),
  /** Agents, which without it are each node's own. */
  agentIdentity: v.optional(database),
})

export const databaseAdmin = v.optional(
  v.strictObject({
    login: v.strictObject({
      /** Such as `root` or `postgres`. */
      user: words('the administrator'),
      /** Default: none is given. */
      password: v.exactOptional(password),
      /** The socket of the server on its host (PostgreSQL: its folder). Default: over TCP. */
      socket: v.exactOptional(path),
    }),
    options: v.optional(
      v.strictObject({
        /** MySQL. Default: latin1. */
        characterSet: v.exactOptional(v.string()),
        /** MySQL: the hosts from which the nodes come, as in `10.0.0.%`. Default: any. */
        userHost: v.exactOptional(v.string()),
      }),
      {},
    ),
  }),
)

export const databaseServer = v.optional(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('mariadb'), listen: v.optional(v.string()) }),
    v.strictObject({
      kind: v.literal('postgresql'),
      listen: v.optional(v.string()),
      version: v.pipe(v.number(), v.integer()),
      clients: v.array(v.string()),
    }),
  ]),
)
