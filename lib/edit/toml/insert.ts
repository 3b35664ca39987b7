import type { AST } from 'toml-eslint-parser'
import { type Splice, splice } from '../splice.ts'
import { escapeKey } from './escape.ts'
import {
  indentAt,
  isBlank,
  lastLine,
  lineStart,
  linesBefore,
  linesBehind,
  nextLine,
  withCommentAbove,
  withCommentBelow,
} from './layout.ts'
import { insertItems, listOf } from './list.ts'
import { render } from './render.ts'
import { equalsFor, sectionOf, styleIn, styleOf, type TomlStyle } from './style.ts'
import type { TomlDocument, TomlSection, TomlTable } from './tree.ts'
import type { TomlValue } from './value.ts'

/** Whether a table is written inside a line, so that nothing in it can have a header. */
export const isInLine = ({ content, section, dotted }: TomlTable): boolean =>
  content !== undefined || (section === undefined && dotted.length > 0)

/** Makes the keys that are missing below a table, the last one with a value. */
export function insertKey(document: TomlDocument, table: TomlTable, keys: readonly string[], value: TomlValue): string {
  const { text } = document
  const written = keys.map(escapeKey).join('.')
  const dotted = table.section === undefined ? table.dotted.at(-1) : undefined
  if (table.content) return intoInline(document, table.content, table.content.body.length, written, value)
  if (dotted) {
    const { line, depth } = dotted
    const prefix = text.slice(line.range[0], line.key.keys[depth - 1]?.range[1])
    const key = `${prefix}.${written}`
    const { parent } = line
    if (parent.type === 'TOMLInlineTable')
      return intoInline(document, parent, parent.body.indexOf(line) + 1, key, value)
    return intoSection(document, sectionOf(document, line), key, value, line)
  }
  if (keys.length === 1 && table.section) return intoSection(document, table.section, written, value)
  const style = styleIn(document, undefined)
  const last = escapeKey(keys.at(-1) ?? '')
  const lines = [style.indent + last + style.equals + render(value, style)]
  return keys.length === 1
    ? headerAbove(document, table, lines)
    : insertSection(document, table, keys.slice(0, -1), 'table', lines)
}

/** A new header behind all that belongs to its table, with its lines. */
export function insertSection(
  document: TomlDocument,
  table: TomlTable,
  keys: readonly string[],
  kind: 'table' | 'array',
  lines: readonly string[],
): string {
  const { text, sections } = document
  const name = [...spelled(text, table), ...keys.map(escapeKey)].join('.')
  const near = table.below.at(-1)?.section
  const header = indentOf(text, near ?? sections.at(-1)) + (kind === 'array' ? `[[${name}]]` : `[${name}]`)
  const at = near ? endOf(text, near) : lastLine(text, text.length)
  if (at === undefined) return splice(text, [linesBefore(text, 0, [header, ...lines])])
  return splice(text, [linesBehind(text, at, [...gap(document, nextLine(text, at)), header, ...lines])])
}

/** A header for a table that is there because of its sub-tables alone: above the first of them, where every reader takes it. */
function headerAbove(document: TomlDocument, table: TomlTable, lines: readonly string[]): string {
  const { text } = document
  const first = table.below[0]?.section
  const header = `${indentOf(text, first)}[${spelled(text, table).join('.')}]`
  return splice(text, [above(document, first, [header, ...lines])])
}

function intoSection(
  document: TomlDocument,
  section: TomlSection | undefined,
  key: string,
  value: TomlValue,
  behind = section?.body.at(-1),
): string {
  const { text, sections } = document
  const style = styleIn(document, section)
  const equals = section ? equalsFor(document, section, key, style) : style.equals
  const line = style.indent + key + equals + render(value, style)
  const known = behind ?? section?.header
  if (known) return splice(text, [linesBehind(text, known.range[1], [line])])
  const [, next] = sections
  if (next) return splice(text, [above(document, next, [line])])
  const last = lastLine(text, text.length)
  return splice(text, [last === undefined ? linesBefore(text, 0, [line]) : linesBehind(text, last, [line])])
}

function intoInline(
  document: TomlDocument,
  table: AST.TOMLInlineTable,
  at: number,
  key: string,
  value: TomlValue,
): string {
  const style: TomlStyle = styleOf(document, table)
  return splice(
    document.text,
    insertItems(document.text, listOf(table), at, [key + style.equals + render(value, style)]),
  )
}

/** Lines above a header and the comment that belongs to it. */
function above(document: TomlDocument, { header }: TomlSection = { body: [] }, lines: readonly string[]): Splice {
  const { text } = document
  const at = withCommentAbove(text, header?.range[0] ?? 0)
  return linesBefore(text, at, [...lines, ...gap(document, at === 0 ? text.length : lineStart(text, at - 1))])
}

/** Where the lines of a section end, with the comment that follows directly. */
function endOf(text: string, { header, body }: TomlSection): number {
  return withCommentBelow(text, body.at(-1)?.range[1] ?? header?.range[1] ?? 0)
}

/** The name of a table as a header spells it already. */
function spelled(text: string, { below: [first] }: TomlTable): string[] {
  const key = first?.section.header?.key
  return key ? [text.slice(key.range[0], key.keys[(first?.depth ?? 1) - 1]?.range[1])] : []
}

const indentOf = (text: string, section: TomlSection | undefined): string =>
  section?.header ? indentAt(text, section.header.range[0]) : ''

/** A blank line between sections where there is one at this line; at the end of the file, where the last sections have one. */
function gap({ text, sections }: TomlDocument, at: number): string[] {
  if (at < text.length) return isBlank(text.slice(at, nextLine(text, at))) ? [''] : []
  const starts = sections.flatMap(({ header }) => (header ? withCommentAbove(text, header.range[0]) : []))
  const inner = starts.findLast((start) => start > 0)
  return inner === undefined || isBlank(text.slice(lineStart(text, inner - 1), inner)) ? [''] : []
}
