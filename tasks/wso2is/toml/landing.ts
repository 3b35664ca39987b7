import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { isSecret, reveal, type Secret, secret } from '../../../lib/core/secret.ts'
import type { LivingKey } from './living-keys.ts'

/**
 * A text as it has to stand at a key: the product puts it into its files as it stands, so for XML it is escaped. What
 * would be taken for something else on the way is refused.
 *
 * @example landing(key, 'jdbc:mysql://db/um?a=b&c=d') // 'jdbc:mysql://db/um?a=b&amp;c=d'
 */
export function landing({ key, lands }: LivingKey, value: string | Secret): string | Secret | Refusal {
  const text = reveal(value)
  const what = isSecret(value) ? `secret ${value.name}` : JSON.stringify(text)
  const trap = traps.find(({ pattern }) => pattern.test(text))
  if (trap) return refuse(`${what} for ${key} ${trap.why}`, trap.advice)
  if (lands === undefined) return escaped(value)
  const stray = (lands === 'both' ? /[&<>"\\]/ : /\\/).exec(text)?.[0]
  return stray === undefined
    ? value
    : refuse(
        `${what} for ${key} holds ${stray}, and is put into files ${lands === 'both' ? 'of XML and of properties, which spell it differently' : 'of properties, where it begins an escape'}`,
        'choose one without it',
      )
}

const traps = [
  {
    pattern: /\$(ref|env|sys|secret)\{/,
    why: 'holds what the product takes for a reference and replaces ($ref{, $env{, $sys{ or $secret{)',
    advice: 'choose one without it',
  },
  {
    pattern: /\{[{%#]/,
    why: 'holds what the product’s templates take for their own ({{, {% or {#)',
    advice: 'choose one without it',
  },
  { pattern: /\p{Cc}/u, why: 'holds a tab, a line end or another control character', advice: 'take it out' },
]

/** A secret that needs no escape stays the one that it is. */
function escaped(value: string | Secret): string | Secret {
  const text = reveal(value)
  const xml = text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
  if (!isSecret(value)) return xml
  return xml === text ? value : secret(`${value.name} in XML`, { value: xml })
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
