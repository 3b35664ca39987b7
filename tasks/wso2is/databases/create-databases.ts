import * as v from 'valibot'
import type { Resource } from '../../../lib/core/resource.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { connectionTo, databaseAdmin } from '../../databases/jdbc/database-admin.ts'
import type { JdbcDatabase } from '../../databases/jdbc/jdbc-database.ts'
import { schemaByHand } from '../../databases/jdbc/schema-by-hand.ts'
import { sqlDatabase, sqlScript, sqlUser } from '../../databases/sql.ts'
import { archiveFiles } from '../../files/archive-files.ts'
import { line, truth, wordOf } from '../../support/schema.ts'
import { version } from '../product.ts'
import { type DatabaseScripts, databases, scriptsOf, typesOf } from './dbscripts.ts'
import { scriptsFrom } from './scripts-from.ts'

const options = v.pipe(
  v.strictObject({
    /** The databases, as the data sources have them too. */
    databases,
    /** That of the product, which decides what scripts there are. */
    version,
    /** As whom to create them. */
    admin: databaseAdmin,
    /** Where the scripts are. */
    scripts: scriptsFrom,
    /** Character set of a MySQL database. Default: `latin1`; with MySQL 8's own the keys of the scripts are too long. */
    characterSet: v.optional(line('a character set')),
    /** MySQL: the hosts from which the nodes come, as in `10.0.0.%`. Default: `%`, any. */
    userHost: v.optional(line('the hosts from which the nodes come')),
    /** `absent`: neither the databases nor their user shall be there, nor the scripts; see `drop`. Default: `present`. */
    state: v.optional(wordOf('present', 'absent')),
    /** With `absent`: drop the databases with all that is in them. Without this word one that is there is a refusal. */
    drop: v.optional(truth),
  }),
  v.check(
    ({ state, drop }) => !drop || state === 'absent',
    "drop is for databases that go: say state: 'absent', or leave it out",
  ),
)
export type CreateDatabases = v.InferInput<typeof options>

/**
 * The databases of the cluster with their user and the pack's own scripts (guide: "Configuring the datasources", step 1).
 * Runs on the database's host, or for a managed server on a node. Scripts are loaded only where none of their tables are;
 * nothing is dropped unless both `state: 'absent'` and `drop` say so. For SQL Server, Oracle and DB2 nothing is done: the
 * scripts to run by hand are named.
 *
 * @example
 * createDatabases({
 *   databases: { userStore, identity }, version: '5.4.1',
 *   admin: { user: 'root', socket: '/run/mysqld/mysqld.sock' },
 *   scripts: { pack: 'wso2is-5.4.1.zip', to: '/var/lib/wso2is-5.4.1' },
 * })
 */
export const createDatabases = defineTask('createDatabases', {
  options,
  tasks: (args) => {
    const { scripts: from, version, databases, state } = args
    const needed = scriptsOf({ databases, version })
    const entries = [...new Set(needed.flatMap(({ scripts }) => scripts))].map((name) => `dbscripts/${name}`)
    const placed =
      'home' in from || entries.length === 0
        ? []
        : archiveFiles({ from: from.pack, root: from.root ?? `wso2is-${version}`, entries, path: from.to, state })
    if (state === 'absent')
      return [
        ...needed.flatMap((one) => databaseAbsent(args, one)),
        ...usersOf(needed).flatMap((one) => userAbsent(args, one)),
        placed,
      ]
    const folder = `${'home' in from ? from.home : from.to}/dbscripts`
    return [placed, ...needed.flatMap((one) => createOne(args, one, folder))]
  },
})

function createOne(args: CreateDatabases, { database, scripts }: DatabaseScripts, folder: string): Resource[] {
  const { kind, server, user } = database
  if (!server) return []
  if (kind !== 'mysql' && kind !== 'postgresql')
    return [schemaByHand({ database, scripts: scripts.map((name) => `${folder}/${name}`) })]
  const connection = connectionTo(args.admin, database, kind)
  const owner = kind === 'postgresql' ? user : undefined
  const characterSet = kind === 'mysql' ? (args.characterSet ?? 'latin1') : 'UTF8'
  return [
    sqlUser({
      connection,
      name: user,
      password: database.password,
      grants: kind === 'mysql' ? [{ database: server.name }] : [],
      host: kind === 'mysql' ? args.userHost : undefined,
    }),
    sqlDatabase({ connection, name: server.name, characterSet, owner }),
    ...scripts.map((name) =>
      sqlScript({
        connection,
        database: server.name,
        path: `${folder}/${name}`,
        owner,
        types: kind === 'postgresql' ? typesOf(name) : undefined,
      }),
    ),
  ]
}

const databaseAbsent = ({ admin, drop }: CreateDatabases, { database }: DatabaseScripts): Resource[] =>
  onServer(database).map(({ kind, name }) =>
    sqlDatabase({ connection: connectionTo(admin, database, kind), name, state: 'absent', drop }),
  )

/** Of each user of a server one of the databases. */
const usersOf = (needed: readonly DatabaseScripts[]): DatabaseScripts[] => {
  const keyOf = ({ database: { server, user } }: DatabaseScripts) => JSON.stringify([server?.host, server?.port, user])
  return needed.filter((one, at) => needed.findIndex((other) => keyOf(other) === keyOf(one)) === at)
}

/** Whoever takes the databases away does not take himself away. */
const userAbsent = ({ admin, userHost }: CreateDatabases, { database }: DatabaseScripts): Resource[] =>
  (database.user === admin.user ? [] : onServer(database)).map(({ kind }) =>
    sqlUser({
      connection: connectionTo(admin, database, kind),
      name: database.user,
      state: 'absent',
      host: kind === 'mysql' ? userHost : undefined,
    }),
  )

const onServer = ({ kind, server }: JdbcDatabase) =>
  server && (kind === 'mysql' || kind === 'postgresql') ? [{ kind, name: server.name }] : []
