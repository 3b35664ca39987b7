import { digestOf } from '../content.ts'
import { mask as asterisks } from '../mask.ts'
import { hidden } from '../reference.ts'

type Mask = (text: string) => string

/**
 * A text of which lines that hold a secret are asterisks as a whole, several in a row one line: neither how long a secret
 * is, nor how many lines it has, nor how a format quotes it is left.
 */
export const covered = (text: string, mask: Mask): string => coveredLines(mask(hidden(text)).split('\n')).join('\n')

/**
 * A text that nobody but this machine has made: asterisks for what refers to a secret, however many lines that has, and for a
 * line as a whole in which a secret stands by itself.
 */
export function coveredWords(text: string, mask: Mask): string {
  const lines = hidden(text).replace(manyLines, '').split('\n')
  return lines.map((line) => (mask(line) === line ? line : asterisks)).join('\n')
}

const manyLines = /(?:\*{8}\n)+(?=\*{8})/g

function coveredLines(lines: readonly string[], signs = 0): string[] {
  const kept: string[] = []
  for (const line of lines) {
    const said = line.includes(asterisks) ? line.slice(0, signs) + asterisks : line
    if (said.slice(signs) !== asterisks || kept.at(-1) !== said) kept.push(said)
  }
  return kept
}

/** SHA-256 of a text that went through `covered`. */
export const coveredDigest = (text: string, mask: Mask): string => digestOf({ text: covered(text, mask) }) ?? ''

/** A unified diff, likewise: how many lines a hunk has would tell how many a secret has, so hunks have no numbers. */
export function coveredDiff(diff: string): string {
  const [from = '', to = '', ...lines] = diff.split('\n')
  return [
    from,
    to,
    ...coveredLines(
      lines.map((line) => (line.startsWith('@@ ') ? '@@' : line)),
      1,
    ),
  ].join('\n')
}

/** A text without digests: that of a file that holds a secret would tell a right guess from a wrong one. */
export const withoutDigests = (text: string): string => text.replace(/[0-9a-f]{32,}/gi, asterisks)
