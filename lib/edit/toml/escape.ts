import { type Refusal, refuse } from '../../core/failure.ts'
import { encoded, holdsReference, refer } from '../../core/reference.ts'
import { isSecret, reveal, type Secret } from '../../core/secret.ts'
import { isBare } from './path.ts'

/** How strings are written: `"basic"`, with escapes, or `'literal'`, which has none. */
export type Quotes = 'basic' | 'literal'

/** A string as TOML spells it, on one line: a basic one where a literal one cannot hold it. The escapes are JSON's. */
export function escapeString(value: string | Secret, quotes: Quotes): string {
  if (quotes === 'literal' && !/['\p{Cc}]/u.test(reveal(value))) return `'${refer(value)}'`
  const basic = (plain: string) => JSON.stringify(plain).slice(1, -1).replaceAll('\x7f', '\\u007f')
  return `"${encoded(refer(value), 'toml-basic', basic)}"`
}

/** The same bytes of a string that is a secret, as a reference to it. */
export function respellString(written: string, value: Secret): string {
  if (holdsReference(written)) return written
  const [quotes = ''] = /^(?:"""|'''|["'])/.exec(written) ?? []
  const inner = written.slice(quotes.length, -quotes.length)
  return quotes + encoded(refer(value), 'toml-as-it-is', () => inner) + quotes
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
