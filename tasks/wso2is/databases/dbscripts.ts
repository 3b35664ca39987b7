import * as v from 'valibot'
import type { JdbcDatabase, JdbcKind } from '../../databases/jdbc/jdbc-database.ts'
import { defineData } from '../../support/define-data.ts'
import { objectOf } from '../../support/schema.ts'
import { isAtLeast, isByToml, type Version, version } from '../product.ts'
import { database } from './database.ts'

/** The databases of pattern 1. Without one of its own, the shared registry is in the identity database. */
export interface Databases {
  /** Users, roles and tenants. */
  readonly userStore: JdbcDatabase
  /** Identity data, sessions, consents and business processes. */
  readonly identity: JdbcDatabase
  /** The shared registry. Default: in the identity database; from 5.9.0 on with the users. */
  readonly registry?: JdbcDatabase | undefined
  /** Consents, from 5.9.0 on. Default: in the identity database. */
  readonly consent?: JdbcDatabase | undefined
  /** Business processes, from 5.9.0 to 6.1.0. Default: in a file of each node. */
  readonly processes?: JdbcDatabase | undefined
  /** Agents, from 7.2.0 on. Default: in a file of each node. */
  readonly agentIdentity?: JdbcDatabase | undefined
}

export const databases: v.GenericSchema<Databases> = objectOf('databases, { userStore, identity, registry?, … }', {
  userStore: database,
  identity: database,
  registry: v.optional(database),
  consent: v.optional(database),
  processes: v.optional(database),
  agentIdentity: v.optional(database),
})

export interface DatabaseScripts {
  /** The database that they are for. */
  readonly database: JdbcDatabase
  /** The pack's scripts for it, in order, relative to its folder `dbscripts`. */
  readonly scripts: readonly string[]
}

/**
 * Which of the pack's scripts belong in which database: core in the user store's and the registry's, identity, business
 * processes and from 5.5.0 on consent in the identity database. From 5.9.0 on the registry is with the users by default, and
 * business processes, consents and agents may have databases of their own. What stands in H2 comes with the pack.
 *
 * @example scriptsOf({ databases: { userStore, identity }, version: '5.4.1' })
 */
export const scriptsOf = defineData(
  'scriptsOf',
  v.strictObject({
    databases,
    /** That of the product. */
    version,
  }),
  ({ databases, version }): DatabaseScripts[] => {
    const parts = isByToml(version) ? partsByToml(databases, version) : partsByFiles(databases, version)
    const wanted = parts.filter(({ database }) => database.server !== undefined)
    const ids = [...new Set(wanted.map(({ database }) => database.id))]
    return ids.flatMap((id) => {
      const same = wanted.filter(({ database }) => database.id === id)
      const [first] = same
      if (!first) return []
      const parts = [...new Set(same.flatMap(({ parts }) => parts))]
      return [{ database: first.database, scripts: parts.map((part) => part(first.database.kind)) }]
    })
  },
)

interface Parts {
  readonly database: JdbcDatabase
  readonly parts: readonly ((kind: JdbcKind) => string)[]
}

const partsByFiles = ({ userStore, identity, registry }: Databases, version: Version): Parts[] => [
  { database: userStore, parts: [core] },
  {
    database: identity,
    parts: [identities, ...(registry ? [] : [core]), processes, ...(isAtLeast(version, '5.5.0') ? [consent] : [])],
  },
  ...(registry ? [{ database: registry, parts: [core] }] : []),
]

/** Scripts that are named by the kind of server alone. */
const of =
  (folder: string) =>
  (kind: JdbcKind): string =>
    `${folder}${kind}.sql`
const plain = {
  core: of(''),
  identity: of('identity/'),
  access: of('identity/uma/'),
  consent: of('consent/'),
  agents: of('identity/agent/'),
}

function partsByToml(all: Databases, version: Version): Parts[] {
  const { userStore, identity, registry, consent, processes: bps, agentIdentity } = all
  return [
    { database: userStore, parts: [plain.core] },
    {
      database: identity,
      parts: [
        plain.identity,
        ...(isAtLeast(version, '6.1.0') ? [] : [plain.access]),
        ...(consent ? [] : [plain.consent]),
      ],
    },
    ...(registry ? [{ database: registry, parts: [plain.core] }] : []),
    ...(consent ? [{ database: consent, parts: [plain.consent] }] : []),
    ...(bps && !isAtLeast(version, '7.0.0') ? [{ database: bps, parts: [processes] }] : []),
    ...(agentIdentity && isAtLeast(version, '7.2.0') ? [{ database: agentIdentity, parts: [plain.agents] }] : []),
  ]
}

/** For MySQL the plain scripts fail from 5.7 on, and the others are not named alike. From 5.9.0 on there are the plain ones only. */
const core = (kind: JdbcKind): string => (kind === 'mysql' ? 'mysql5.7.sql' : `${kind}.sql`)
const identities = (kind: JdbcKind): string => `identity/${kind === 'mysql' ? 'mysql-5.7' : kind}.sql`
const processes = (kind: JdbcKind): string => `bps/bpel/create/${kind}.sql`
const consent = (kind: JdbcKind): string => `consent/${kind === 'mysql' ? 'mysql-5.7' : kind}.sql`

/**
 * Types of PostgreSQL that a script names and servers of today lack, with what takes their place: the scripts of business
 * processes keep times as ABSTIME, which went with PostgreSQL 12.
 */
export const typesOf = (script: string): Readonly<Record<string, string>> | undefined =>
  script === processes('postgresql') ? { ABSTIME: 'timestamp' } : undefined
