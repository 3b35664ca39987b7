import { encoded, refer } from '../../../lib/core/reference.ts'
import type { Secret } from '../../../lib/core/secret.ts'
import type { SqlConnection } from './sql-connection.ts'

type Kind = SqlConnection['kind']

/** A string literal. MySQL's mode must not have NO_BACKSLASH_ESCAPES: see `plainMode`. */
export const literal = (kind: Kind, text: string): string => `'${encoded(text, `sql-${kind}`, escaped[kind])}'`

const escaped: Readonly<Record<Kind, (text: string) => string>> = {
  mysql: (text) => text.replace(/\\/g, '\\\\').replace(/'/g, "''"),
  postgresql: (text) => text.replace(/'/g, "''"),
}

/** A secret as a string literal on its way out: no other place writes one into a statement. */
export const secretLiteral = (kind: Kind, secret: string | Secret): string => literal(kind, refer(secret))

/** A name, in the very letters given: PostgreSQL would fold it to small ones. */
export const identifier = (kind: Kind, name: string): string =>
  kind === 'mysql' ? `\`${name.replace(/`/g, '``')}\`` : `"${name.replace(/"/g, '""')}"`

/** Statements that make literals mean the same on every server. */
export const plainMode = (kind: Kind): string =>
  kind === 'mysql' ? "SET SESSION sql_mode = '';" : 'SET standard_conforming_strings = on;'

/** An account of MySQL: `'wso2carbon'@'%'`. */
export const account = (user: string, host: string): string => `${literal('mysql', user)}@${literal('mysql', host)}`

/** Whether a server keeps all of a name: PostgreSQL cuts a longer one off without a word. */
export const fits = (kind: Kind, name: string): boolean =>
  kind === 'mysql' ? name.length <= 64 : new TextEncoder().encode(name).length <= 63

export const tooLong = (kind: Kind, name: string): string =>
  `the name ${name} is too long: give one of at most ${kind === 'mysql' ? '64 characters' : '63 bytes'}`
