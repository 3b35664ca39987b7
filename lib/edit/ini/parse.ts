import { plainOf } from '../../core/reference.ts'
import type { Row } from '../lines/rows.ts'

/** The rows of one section: its header is at `start`, or there is none; keys before any header are in the section ''. */
export interface IniSection {
  readonly name: string
  readonly start: number
  /** Behind its last row. */
  readonly end: number
}

export interface IniReader {
  /** Behind blanks, `;` or `#` begins a comment on the line of a value. */
  readonly inlineComments: boolean
}

/** A key with what it says. */
export interface IniEntry {
  readonly indent: string
  readonly key: string
  /** The separator with the blanks around it; '' for a key that stands alone. */
  readonly separator: string
  readonly value: string
  /** What follows the value on its line: blanks, and the comment where such comments are known. */
  readonly rest: string
  readonly index: number
  /** Behind the last row of its value: rows that are indented deeper go on with it. */
  readonly end: number
}

export function sectionsOf(rows: readonly Row[]): IniSection[] {
  const headers = rows.flatMap(({ text }, index) => {
    const name = headerName(plainOf(text))
    return name === undefined ? [] : [{ name, start: index }]
  })
  const starts = [{ name: '', start: -1 }, ...headers]
  return starts.map((section, at) => ({ ...section, end: starts[at + 1]?.start ?? rows.length }))
}

const headerName = (text: string): string | undefined => /^[ \t]*\[([^\]]*)\][ \t]*(?:[#;].*)?$/.exec(text)?.[1]?.trim()

/** The entries with this key in a section. A key may hold `:` itself, so it is looked for rather than read. */
export function entriesOf(rows: readonly Row[], section: IniSection, key: string, inlineComments: boolean): IniEntry[] {
  const found: IniEntry[] = []
  for (let index = section.start + 1; index < section.end; index++) {
    const entry = entryAt(rows, index, section.end, key, inlineComments)
    if (entry) found.push(entry)
  }
  return found
}

function entryAt(
  rows: readonly Row[],
  index: number,
  until: number,
  key: string,
  inlineComments: boolean,
): IniEntry | undefined {
  const text = rows[index]?.text ?? ''
  const [indent = ''] = /^[ \t]*/.exec(text) ?? []
  if (!text.startsWith(key, indent.length)) return undefined
  const behind = text.slice(indent.length + key.length)
  const [separator = ''] = /^[ \t]*[=:][ \t]*/.exec(behind) ?? []
  if (separator === '' && behind.trim() !== '' && !(inlineComments && /^[ \t]+[#;]/.test(behind))) return undefined
  const [value, rest] = valueAndRest(behind.slice(separator.length), inlineComments)
  return { indent, key, separator, value, rest, index, end: endOf(rows, index, until, indent) }
}

/** What a line says behind its separator, and where that ends. Quotes may hold what would else begin a comment. */
function valueAndRest(text: string, inlineComments: boolean): readonly [value: string, rest: string] {
  let end = text.length
  if (inlineComments) {
    const quoted = /^(?:"[^"]*"|'[^']*')/.exec(text)?.[0].length ?? 0
    const comment = text.slice(quoted).search(/(?<![ \t])[ \t]+[#;]/)
    if (/^[#;]/.test(text)) end = 0
    else if (comment >= 0) end = quoted + comment
  }
  while (end > 0 && /[ \t]/.test(text[end - 1] ?? '')) end--
  return [text.slice(0, end), text.slice(end)]
}

function endOf(rows: readonly Row[], index: number, until: number, indent: string): number {
  let end = index + 1
  while (end < until && goesOn(rows[end]?.text ?? '', indent)) end++
  return end
}

/** Deeper, neither blank nor a comment, nor a key of its own: which keys some write deeper than others. */
const goesOn = (text: string, indent: string): boolean =>
  indentOf(text) > indent.length && !isBlankOrComment(text) && !looksLikeKey(text)

export const isBlankOrComment = (text: string): boolean => /^[ \t]*(?:[#;].*)?$/.test(text)

export const looksLikeKey = (text: string): boolean => !isBlankOrComment(text) && /^[^=:]+[=:]/.test(text)

export const indentOf = (text: string): number => /^[ \t]*/.exec(text)?.[0].length ?? 0
