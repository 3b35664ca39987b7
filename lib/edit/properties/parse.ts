import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { position } from '../splice.ts'

/** One entry: what it says, and where it says so. */
export interface PropertyEntry {
  readonly key: string
  readonly value: string
  /** Where its first line starts: blanks, and lines of a backslash alone, come before the key. */
  readonly start: number
  readonly valueStart: number
  readonly end: number
  /** What Java takes for the separator: blanks and at most one `=` or `:`, without the line breaks in between. */
  readonly separator: string
  /** The separator with its line breaks, as it is written. */
  readonly written: string
  /** Whether the text ends in a backslash that escapes nothing. */
  readonly cut: boolean
}

/** The entries in their order, as `java.util.Properties.load` finds them. */
export function parseProperties(text: string): PropertyEntry[] | Refusal {
  const entries: PropertyEntry[] = []
  let at = 0
  while (at < text.length) {
    const start = skip(blankLines, text, at)
    const end = skip(logicalLine, text, start)
    if (end === start) return entries
    const entry = parseEntry(text, start, end)
    if (isRefusal(entry)) return entry
    const indent = /(?:^|[\r\n])((?:[ \t\f]*\\(?:\r\n|\r|\n))*[ \t\f]*)$/.exec(text.slice(at, start))?.[1] ?? ''
    entries.push({ ...entry, start: start - indent.length })
    at = end
  }
  return entries
}

const blankLines = /(?:[ \t\f\r\n]|\\(?:\r\n|\r|\n)|[#!][^\r\n]*)*/y
const logicalLine = /(?:\\(?:\r\n|[\s\S])?|[^\\\r\n])*/y

function skip(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at
  return at + (expression.exec(text)?.[0].length ?? 0)
}

function parseEntry(text: string, start: number, end: number): PropertyEntry | Refusal {
  const { line, offsets, cut } = join(text, start, end)
  const [key = ''] = /^(?:\\[\s\S]|[^\\=: \t\f])*/.exec(line) ?? []
  const [separator = ''] = /^[ \t\f]*[=:]?[ \t\f]*/.exec(line.slice(key.length)) ?? []
  const value = line.slice(key.length + separator.length)
  const malformed = /^(?:\\[^u]|[^\\]|\\u[0-9a-fA-F]{4})*/.exec(line)?.[0].length ?? 0
  if (malformed < line.length)
    return refuse(
      `this is no properties file: \\u is not followed by four hexadecimal digits (${position(text, offsets[malformed] ?? start)})`,
      'write a backslash as \\\\, then run again',
    )
  const valueStart = offsets[key.length + separator.length] ?? end
  const written = text.slice(offsets[key.length] ?? end, valueStart)
  return { key: unescaped(key), value: unescaped(value), start, valueStart, end, separator, written, cut }
}

/** A logical line without its line breaks, and where each of its characters stands in the text. */
function join(text: string, start: number, end: number): { line: string; offsets: number[]; cut: boolean } {
  const offsets: number[] = []
  let line = ''
  let cut = false
  for (const { 0: token, index } of text.slice(start, end).matchAll(/\\(?:\r\n|\r|\n)[ \t\f]*|\\[\s\S]|[\s\S]/g)) {
    if (/^\\[\r\n]/.test(token)) continue
    cut = token === '\\'
    if (!cut)
      for (const [ahead, unit] of token.split('').entries()) {
        offsets.push(start + index + ahead)
        line += unit
      }
  }
  return { line, offsets: [...offsets, cut ? end - 1 : end], cut }
}

const letters: Record<string, string> = { t: '\t', n: '\n', r: '\r', f: '\f' }

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, char: string) =>
    code === undefined ? (letters[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
  )
