/** What steers a terminal, and what makes text look other than it is: marks of direction, what has no width, ends of lines. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const narrowless = /[\p{M}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u

/**
 * Text of a host or a file, safe to print: what would steer the terminal, or deceive its reader, becomes visible (a carriage
 * return as ␍, an escape as ␛, a mark of direction as its number). Tabs and line feeds stay.
 */
export const plain = (text: string): string =>
  text.replace(unseen, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (char === '\n' || char === '\t') return char
    if (code > 0x9f) return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : code === 0x7f ? '␡' : '�'
  })

/** JSON of the same meaning, in which what `plain` makes visible is spelled by its number, and so is what a runner of GitHub Actions obeys. */
export const plainJson = (json: string): string =>
  json
    .replace(unseen, (char) =>
      char === '\n'
        ? char
        : Array.from(
            { length: char.length },
            (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`,
          ).join(''),
    )
    .replaceAll('##[', '#\\u0023[')

/** A document as such JSON, on a line of its own. */
export const jsonLine = (document: object): string => `${plainJson(JSON.stringify(document))}\n`

/** The same on one line. */
export const oneLine = (text: string): string =>
  plain(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('; ')
      .replaceAll('\t', ' '),
  )

/** At most `width` columns of one line, with an ellipsis where something is left out. */
export function truncate(text: string, width: number): string {
  let used = 0
  let kept = ''
  for (const char of text) {
    const size = narrowless.test(char) ? 0 : wide.test(char) ? 2 : 1
    if (used + size > width) return `${shorten(kept, used, width - 1)}…`
    used += size
    kept += char
  }
  return kept
}

/** At most so many characters, with an ellipsis in the middle: names of hosts often differ in their last ones. */
export function middleCut(text: string, most: number): string {
  if (text.length <= most) return text
  const end = Math.floor(most / 2)
  return `${text.slice(0, most - 1 - end)}…${text.slice(-end)}`
}

function shorten(text: string, used: number, width: number): string {
  const chars = [...text]
  while (used > width && chars.length > 0) {
    const char = chars.pop() ?? ''
    used -= narrowless.test(char) ? 0 : wide.test(char) ? 2 : 1
  }
  return chars.join('')
}

/**
 * Text for a log that a runner of GitHub Actions reads: nothing in it is a command to that. It obeys a line that begins with
 * two colons, after blanks as well, and what follows `##[` anywhere.
 *
 * @example inert('::error::x ##[debug]') // ': :error::x ## [debug]'
 */
export const inert = (text: string): string => text.replace(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '## [')
