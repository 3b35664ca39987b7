import * as v from 'valibot'
import type { Secret } from '../../../lib/core/secret.ts'
import { host, port, textOrSecret } from '../../support/schema.ts'

/** A database as a data source needs it. Made by `mysql`, `postgresql`, `mssql`, `oracle`, `db2` or `h2`. */
export interface Database {
  /** What kind of server it is on. */
  readonly kind: DatabaseKind
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

export type DatabaseKind = 'mysql' | 'postgresql' | 'mssql' | 'oracle' | 'db2' | 'h2'

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

/** What one of those functions gives. */
export const database: v.GenericSchema<Database> = v.custom<Database>(
  (value) => v.is(whatIsMade, value),
  'it is no database: use mysql(), postgresql(), mssql(), oracle(), db2() or h2()',
)
