import { refer } from '../../core/reference.ts'
import type { Secret } from '../../core/secret.ts'

/** Text that may hold secrets: `'a'`, `secret('p')`, or its parts in a row, `['password=', secret('p')]`. */
export type Words = string | Secret | readonly (string | Secret)[]

export const parts = (words: Words): readonly (string | Secret)[] => (isList(words) ? words : [words])

/** As they are written: with references to the secrets. */
export const referWords = (words: Words): string => parts(words).map(refer).join('')

/** As a message may show it: secrets by their names. */
export const showWords = (words: Words): string => parts(words).map(String).join('')

export const frozenWords = (words: Words): Words => (isList(words) ? Object.freeze([...words]) : words)

const isList = (words: Words): words is readonly (string | Secret)[] => Array.isArray(words)
