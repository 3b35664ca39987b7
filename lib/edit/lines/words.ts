import { kindOf, UsageError } from '../../core/failure.ts'
import { refer } from '../../core/reference.ts'
import { isSecret, type Secret } from '../../core/secret.ts'

/** Text that may hold secrets: `'a'`, `secret('p')`, or its parts in a row, `['password=', secret('p')]`. */
export type Words = string | Secret | readonly (string | Secret)[]

export const parts = (words: Words): readonly (string | Secret)[] => (isList(words) ? words : [words])

/** As they are written: with references to the secrets. */
export const referWords = (words: Words): string => parts(words).map(refer).join('')

/** As a message may show it: secrets by their names. */
export const showWords = (words: Words): string => parts(words).map(String).join('')

export function frozenWords(words: Words): Words {
  const no = parts(words).find((part) => typeof part !== 'string' && !isSecret(part))
  if (no !== undefined || words === undefined)
    throw new UsageError(`${kindOf(no ?? words)} is no text: give a text, a secret, or a list of these`)
  return isList(words) ? Object.freeze([...words]) : words
}

const isList = (words: Words): words is readonly (string | Secret)[] => Array.isArray(words)
