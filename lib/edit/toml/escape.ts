import { type Refusal, refuse } from '../../core/failure.ts'
import { isSecret, refer, reveal, type Secret } from '../../core/secret.ts'
import { isBare } from './path.ts'

/** How strings are written: `"basic"`, with escapes, or `'literal'`, which has none. */
export type Quotes = 'basic' | 'literal'

/**
 * A string as TOML spells it, on one line. A secret is always a basic string, and a string that a literal one cannot hold.
 * The escapes are those that JSON has too, in its spelling.
 */
export function escapeString(value: string | Secret, quotes: Quotes): string {
  if (quotes === 'literal' && !isSecret(value) && !/['\p{Cc}]/u.test(value)) return `'${value}'`
  return JSON.stringify(refer(value)).replaceAll('\x7f', '\\u007f')
}

export const escapeKey = (key: string): string => (isBare(key) ? key : escapeString(key, 'basic'))

/** Refuses a string that UTF-8 cannot hold, found anywhere inside plain data. */
export function checkStrings(value: unknown): Refusal | undefined {
  if (typeof value === 'string' || isSecret(value)) {
    const at = reveal(value).search(/\p{Cs}/u)
    if (at === -1) return undefined
    const what = isSecret(value) ? `secret ${value.name}` : 'a text'
    return refuse(
      `${what} holds half of a surrogate pair at position ${at + 1}`,
      'TOML has no way to write it; take it out',
    )
  }
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = checkStrings(key) ?? checkStrings(inner)
    if (found) return found
  }
  return undefined
}
