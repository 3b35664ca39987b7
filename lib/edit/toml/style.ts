import type { AST } from 'toml-eslint-parser'
import type { Quotes } from './escape.ts'
import { indentAt } from './layout.ts'
import type { TomlDocument, TomlSection } from './tree.ts'

/** How a new line or value is written. */
export interface TomlStyle {
  readonly quotes: Quotes
  readonly equals: string
  readonly indent: string
  /** What stands inside the braces of an inline table, at both ends. */
  readonly pad: string
  /** Whether whole numbers are written as floats. */
  readonly float?: boolean
}

/** The style of the lines of a section; where it has none, that of the file. */
export function styleIn({ text, sections }: TomlDocument, section: TomlSection | undefined): TomlStyle {
  const own = section?.body ?? []
  const all = sections.flatMap(({ body }) => body)
  const indented = [section, ...sections.toReversed()].find((each) => each && each.body.length > 0)?.body.at(-1)
  return {
    quotes: most(own.flatMap(quotesOf)) ?? most(all.flatMap(quotesOf)) ?? 'basic',
    equals: most(own.map((line) => equalsOf(text, line))) ?? most(all.map((line) => equalsOf(text, line))) ?? ' = ',
    indent: indented ? indentAt(text, indented.range[0]) : '',
    pad: ' ',
  }
}

/** The style of what takes the place of a value, or of the lines of an inline table. */
export function styleOf(document: TomlDocument, content: AST.TOMLContentNode): TomlStyle {
  const style = styleIn(document, sectionOf(document, content))
  const table = inlineIn(content)
  const line = table?.body[0]
  return {
    ...style,
    quotes: quotesIn(content)[0] ?? style.quotes,
    equals: line ? equalsOf(document.text, line) : style.equals,
    pad: table && line ? document.text.slice(table.range[0] + 1, line.range[0]) : style.pad,
    float: content.type === 'TOMLValue' && content.kind === 'float',
  }
}

/** The first inline table that has lines to be like. */
function inlineIn(content: AST.TOMLContentNode): AST.TOMLInlineTable | undefined {
  if (content.type === 'TOMLInlineTable') return content.body.length > 0 ? content : undefined
  return content.type === 'TOMLArray' ? content.elements.map(inlineIn).find((table) => table !== undefined) : undefined
}

/** The section that a line or value stands in. */
export function sectionOf({ sections }: TomlDocument, node: AST.TOMLNode): TomlSection | undefined {
  let at: AST.TOMLNode | null = node
  while (at !== null && at.type !== 'TOMLTable' && at.type !== 'TOMLTopLevelTable') at = at.parent
  const header = at?.type === 'TOMLTable' ? at : undefined
  return sections.find((section) => section.header === header)
}

/** What stands between a new key and its value in a section: where its lines are aligned, so is the new one. */
export function equalsFor({ text }: TomlDocument, { body }: TomlSection, key: string, style: TomlStyle): string {
  const [first] = body
  const columns = new Set(body.map((line) => text.indexOf('=', line.key.range[1]) - line.range[0]))
  const widths = new Set(body.map(({ key: { range } }) => range[1] - range[0]))
  const [column] = columns
  if (first === undefined || column === undefined || columns.size > 1 || widths.size < 2) return style.equals
  const [, behind = ''] = text.slice(first.key.range[1], first.value.range[0]).split('=')
  return `${' '.repeat(Math.max(1, column - key.length))}=${behind}`
}

/** A blank or none on each side of the equals sign; more than one is alignment, which other keys do not share. */
function equalsOf(text: string, { key, value }: AST.TOMLKeyValue): string {
  const [before = '', behind = ''] = text.slice(key.range[1], value.range[0]).split('=')
  return `${before.charAt(0)}=${behind.charAt(0)}`
}

const quotesOf = ({ value }: AST.TOMLKeyValue): Quotes[] => quotesIn(value)

function quotesIn(content: AST.TOMLContentNode): Quotes[] {
  if (content.type === 'TOMLArray') return content.elements.flatMap(quotesIn)
  if (content.type === 'TOMLInlineTable') return content.body.flatMap(quotesOf)
  return content.kind === 'string' ? [content.style] : []
}

function most<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce<[T, number] | undefined>(
    (best, each) => (best && best[1] >= each[1] ? best : each),
    undefined,
  )?.[0]
}
