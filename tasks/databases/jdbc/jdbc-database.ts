import * as v from 'valibot'
import type { Secret } from '../../../lib/core/secret.ts'
import { host, port, textOrSecret } from '../../support/schema.ts'

/** A database as a Java server needs it. Made by `jdbcDatabase`, or by what a product makes of that. */
export interface JdbcDatabase {
  /** What kind of server it is on. */
  readonly kind: JdbcKind
  /** JDBC URL, not escaped for XML. */
  readonly url: string
  /** The URL without parameters: what tells one database from another. */
  readonly id: string
  /** Who logs in. */
  readonly user: string
  /** Their password. */
  readonly password: Secret | string
  /** Class name of the JDBC driver. */
  readonly driverClass: string
  /** What the pool asks to see whether a connection still works. */
  readonly validationQuery: string
  /** Where it is served; undefined for a file of H2. */
  readonly server?:
    | {
        /** A name, or an IP address. */
        readonly host: string
        /** Its port. */
        readonly port: number
        /** Name of the database (Oracle: the service). */
        readonly name: string
      }
    | undefined
}

export type JdbcKind = 'mysql' | 'postgresql' | 'mssql' | 'oracle' | 'db2' | 'h2'

const whatIsMade = v.strictObject({
  kind: v.picklist(['mysql', 'postgresql', 'mssql', 'oracle', 'db2', 'h2']),
  url: v.string(),
  id: v.string(),
  user: v.string(),
  password: textOrSecret,
  driverClass: v.string(),
  validationQuery: v.string(),
  server: v.optional(v.strictObject({ host, port, name: v.string() })),
})

/** Such a database, for an option; `makers` says what makes one. */
export const madeDatabase = (makers: string): v.GenericSchema<JdbcDatabase> =>
  v.custom<JdbcDatabase>((value) => v.is(whatIsMade, value), `it is no database: use ${makers}`)
