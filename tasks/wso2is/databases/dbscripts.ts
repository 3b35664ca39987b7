import * as v from 'valibot'
import type { JdbcDatabase, JdbcKind } from '../../databases/jdbc/jdbc-database.ts'
import { defineData } from '../../support/define-data.ts'
import { objectOf } from '../../support/schema.ts'
import { isAtLeast, version } from '../product.ts'
import { database } from './database.ts'

/** The databases of pattern 1. Without one of its own, the shared registry is in the identity database. */
export interface Databases {
  /** Users, roles and tenants. */
  readonly userStore: JdbcDatabase
  /** Identity data, sessions, consents and business processes. */
  readonly identity: JdbcDatabase
  /** The shared registry. Default: in the identity database. */
  readonly registry?: JdbcDatabase | undefined
}

export const databases: v.GenericSchema<Databases> = objectOf('databases, { userStore, identity, registry? }', {
  userStore: database,
  identity: database,
  registry: v.optional(database),
})

export interface DatabaseScripts {
  /** The database that they are for. */
  readonly database: JdbcDatabase
  /** The pack's scripts for it, in order, relative to its folder `dbscripts`. */
  readonly scripts: readonly string[]
}

/**
 * Which of the pack's scripts belong in which database: core in the user store's and the registry's, identity, business
 * processes and from 5.5.0 on consent in the identity database. What stands in H2 comes with the pack.
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
  ({ databases: { userStore, identity, registry }, version }): DatabaseScripts[] => {
    const wanted = [
      { database: userStore, parts: [core] },
      {
        database: identity,
        parts: [identities, ...(registry ? [] : [core]), processes, ...(isAtLeast(version, '5.5.0') ? [consent] : [])],
      },
      ...(registry ? [{ database: registry, parts: [core] }] : []),
    ].filter(({ database }) => database.server !== undefined)
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

/** For MySQL the plain scripts fail from 5.7 on, and the others are not named alike. */
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
