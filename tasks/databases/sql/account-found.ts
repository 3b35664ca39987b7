import type { Secret } from '../../../lib/core/secret.ts'
import type { SqlConnection } from './sql-connection.ts'

/** What a server says of one user. Names of databases are as granted, so MySQL's may be patterns. */
export interface AccountFound {
  readonly exists: boolean
  /** Whether the account itself may log in: PostgreSQL's LOGIN, MySQL's lock. */
  readonly open: boolean
  /** The time at which the password ended, or `yes`. */
  readonly ended?: string | undefined
  /** What the server keeps: no password, or its scheme and the SHA-256 of its verifier. Undefined: it does not say. */
  readonly kept?: 'none' | { readonly scheme: string; readonly digest: string } | undefined
  /** Whether the user could log in from the host with the wanted password, where nothing else tells. */
  readonly login?: 'yes' | 'no' | 'cannot tell' | undefined
  readonly grants: readonly { readonly database: string; readonly privileges: readonly string[] }[]
  /** MySQL takes `_` in the name of a granted database as it is, not as a pattern. */
  readonly literalNames: boolean
  /** MySQL keeps names of databases in small letters. */
  readonly foldsNames: boolean
}

export interface Account {
  readonly connection: SqlConnection
  readonly name: string
  readonly password: Secret | string
  readonly host: string
}
