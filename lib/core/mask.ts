import { hideBroken, hideDigits } from './broken-digits.ts'
import { hideEscaped } from './escaped-places.ts'
import { isResolved, reveal, type Secret, sameSource } from './secret.ts'
import { bytes, inParts, spellings } from './spellings.ts'

/** What stands in the place of a secret in all that is printed. */
export const mask = '********'

/**
 * A function that replaces each secret's characters by asterisks, however a program or a file spells them. A secret of
 * several lines is masked line by line, because a diff shows it so. `names` are words that are shown in any case.
 */
export function masker(secrets: Iterable<Secret>, names: Iterable<string> = []): (text: string) => string {
  const shown = [...names]
  const hidden = [...secrets].filter(isResolved).filter((secret) => whyNotMasked(secret, shown) === undefined)
  const values = hidden.map((secret) => reveal(secret))
  const words = [...new Set([...values.flatMap(spellings), ...inOtherCase(values, shown)])]
    .filter((word) => word.trim().length >= shortest)
    .sort((a, b) => b.length - a.length)
  const parts = values.flatMap((value) => [...inParts(value)])
  const inDigits = hideDigits([...new Set(parts.flatMap(bytes))], mask)
  const inEscapes = hideEscaped(parts, mask)
  const folded = parts.filter((part) => part.trim().length >= longEnough && !part.includes('\n'))
  return (text) => {
    const masked = words.reduce((some, word) => some.split(word).join(mask), text)
    if (masked.length > longestBroken) return masked
    return inDigits(hideBroken(inEscapes(masked), folded, /[^\r\n]+/g, mask))
  }
}

/** All in capitals, or in small letters: where more than letters stand in it, so that no ordinary word is meant. */
const inOtherCase = (values: readonly string[], names: readonly string[]): string[] =>
  values
    .map((value) => value.trim())
    .filter((value) => value.length >= longEnough && /[^\p{L}]/u.test(value))
    .flatMap((value) => [value.toUpperCase(), value.toLowerCase()])
    .filter((word) => !names.some((name) => name.includes(word)))

/** The same, for secrets of which some are named only later. */
export function growingMask(secrets: Iterable<Secret>, names: readonly string[]) {
  const known = [...secrets]
  let current = masker(known, names)
  return {
    mask: (text: string): string => current(text),
    hide(more: readonly Secret[]): void {
      const fresh = more.filter((one) => !known.some((other) => sameSource(one, other)))
      known.push(...fresh)
      if (fresh.length > 0) current = masker(known, names)
    },
  }
}

/** Shorter ones stand in many words: to mask them would make all unreadable, and hide nothing. */
const shortest = 4
/** Those that nobody writes by chance over two lines, or in capitals. */
const longEnough = 8
/** Characters. What programs print is told up to 64 KB; in longer texts, as files are, it would take too long. */
const longestBroken = 128 * 1024

/**
 * Secrets that are not looked for, in words that say so. Masked everywhere, an ordinary word would make what is printed
 * unreadable, and tell each reader what it is. Where they are written, they are hidden all the same.
 */
export function unmasked(secrets: Iterable<Secret>, names: Iterable<string> = []): string[] {
  const shown = [...names]
  const words = [...secrets].filter(isResolved).flatMap((secret) => {
    const why = whyNotMasked(secret, shown)
    return why === undefined
      ? []
      : [`secret ${secret.name} ${why}: where a program prints it, it is not masked; choose another to have it so`]
  })
  return [...new Set(words)]
}

function whyNotMasked(secret: Secret, names: readonly string[]): string | undefined {
  const value = reveal(secret).trim()
  if (value === '') return undefined
  if (value.length < shortest) return `has fewer than ${shortest} characters`
  if (ordinary.has(value.toLowerCase())) return 'is an ordinary word'
  if (!looksLikeName.test(value)) return undefined
  return names.some((name) => name.includes(value)) ? 'is a word that this playbook uses in the open' : undefined
}

/** Nobody's password by chance: what is longer or holds anything else is masked even where it is a name, too. */
const looksLikeName = /^\p{L}[\p{L}\p{N}_.-]{3,15}$/u

/** What products are delivered with, and what their guides say. */
const ordinary = new Set(
  `admin administrator changeit changeme default demo example guest identity letmein login manager mysql none null
  oracle pass password postgres postgresql public root secret server service system test tiger true false user welcome
  wso2 wso2carbon wso2is`.split(/\s+/),
)
