import { type Secret, secret } from '../../lib/core/secret.ts'

/**
 * Twelve values that no document may hold, with all that programs and formats trip over. In each stands a word that every
 * spelling leaves as it is, so that it is found however it is spelled.
 */
const awkward: readonly ((word: string) => string)[] = [
  (word) => `${word}&<>"']]>`,
  (word) => `$${word} \${HOME}$(id)\`id\``,
  (word) => `C:\\${word}\\new\\u0041\\`,
  (word) => `  ${word} with blanks  `,
  (word) => `${word} one\n${word} two`,
  (word) => `${word}-pässwörd-☃-日本😀`,
  (word) => `100%25 ${word} %s%n%`,
  (word) => `'; echo ${word}; '`,
  (word) => `${word}inside`,
  (word) => `out${word}insideout`,
  (word) => `${word} # = : ! ; [x] {y}, "z"`,
  (word) => `-rf * ~ ${word}\t|?`,
]

export interface Canary {
  readonly name: string
  readonly secret: Secret
}

/** `of` tells one set from the next: a rotation has other words. */
export const canaries = (of: string): readonly Canary[] =>
  awkward.map((value, at) => {
    const name = `canary ${at + 1}`
    return { name, secret: secret(`${of} ${at + 1}`, { value: value(wordOf(of, at)) }) }
  })

const wordOf = (of: string, at: number): string => `Kn${of}${String(at + 1).padStart(2, '0')}q`

/** The words of a set that stand in a text, as they are, in hexadecimal digits or in base64. */
export function leaksIn(text: string, of: string): string[] {
  let words = spellings.get(of)
  if (words === undefined) {
    words = new Map(awkward.map((_, at) => wordOf(of, at)).map((word) => [word, spelled(word)]))
    spellings.set(of, words)
  }
  return [...words].flatMap(([word, all]) => (all.some((one) => text.includes(one)) ? [word] : []))
}

/** By set and word: a run asks thousands of times. */
const spellings = new Map<string, ReadonlyMap<string, readonly string[]>>()

function spelled(word: string): string[] {
  const shifted = [0, 1, 2].map((before) => {
    const digits = Buffer.concat([Buffer.alloc(before), Buffer.from(word)]).toString('base64')
    return digits.slice(Math.ceil((before * 8) / 6), Math.floor(((before + word.length) * 8) / 6))
  })
  return [word, Buffer.from(word).toString('hex'), ...shifted]
}
