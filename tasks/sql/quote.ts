import type { SqlConnection } from './connection.ts'

type Kind = SqlConnection['kind']

/** A string literal. MySQL's mode must not have NO_BACKSLASH_ESCAPES: see `plainMode`. */
export const literal = (kind: Kind, text: string): string =>
  `'${(kind === 'mysql' ? text.replace(/\\/g, '\\\\') : text).replace(/'/g, "''")}'`

/** A name, in the very letters given: PostgreSQL would fold it to small ones. */
export const identifier = (kind: Kind, name: string): string =>
  kind === 'mysql' ? `\`${name.replace(/`/g, '``')}\`` : `"${name.replace(/"/g, '""')}"`

/** Statements that make literals mean the same on every server. */
export const plainMode = (kind: Kind): string =>
  kind === 'mysql' ? "SET SESSION sql_mode = '';" : 'SET standard_conforming_strings = on;'

/** An account of MySQL: `'wso2carbon'@'%'`. */
export const account = (user: string, host: string): string => `${literal('mysql', user)}@${literal('mysql', host)}`
