import type { AST } from 'toml-eslint-parser'
import type { Refusal } from '../../core/failure.ts'
import { type Splice, splice } from '../splice.ts'
import { isBlank, lineStart, nextLine } from './layout.ts'
import { listOf, removeItems } from './list.ts'
import { locate } from './locate.ts'
import { reparse } from './parse.ts'
import type { TomlStep } from './path.ts'
import type { TomlDocument, TomlNode, TomlSection } from './tree.ts'

export function removePath(text: string, path: readonly TomlStep[]): string | Refusal {
  const document = reparse(text)
  const found = locate(document, path)
  if ('refusal' in found) return found
  return 'rest' in found ? text : removeNodes(document, [found.node])
}

/** Takes out everything that says something of the nodes. */
export function removeNodes({ text }: TomlDocument, nodes: readonly TomlNode[]): string {
  const sections = new Set(nodes.flatMap(sectionsOf))
  const headers = new Set([...sections].map(({ header }) => header))
  const parts = new Set(nodes.flatMap(partsOf))
  const lines: Range[] = [...sections].map((section) => linesOf(text, section))
  const inner = new Map<AST.TOMLArray | AST.TOMLInlineTable, Set<unknown>>()
  for (const part of parts) {
    const { parent } = part
    if (parent.type === 'TOMLInlineTable' || parent.type === 'TOMLArray')
      inner.set(parent, (inner.get(parent) ?? new Set()).add(part))
    else if (parent.type === 'TOMLTopLevelTable' || !headers.has(parent)) lines.push(wholeLines(text, part.range))
  }
  const items = [...inner].flatMap(([list, gone]) =>
    runs(list, gone).flatMap(([from, to]) => removeItems(text, listOf(list), from, to)),
  )
  return splice(text, [...items, ...merged(text, lines).map((range) => withBlanks(text, range))])
}

type Range = readonly [start: number, end: number]
type Part = AST.TOMLKeyValue | (AST.TOMLContentNode & { readonly parent: AST.TOMLArray })

function sectionsOf(node: TomlNode): TomlSection[] {
  if (node.kind === 'table') return node.below.map(({ section }) => section)
  return node.kind === 'array' && node.content === undefined ? node.items.flatMap(sectionsOf) : []
}

/** The lines and members that a node is written in, apart from sections. */
function partsOf(node: TomlNode): Part[] {
  if (node.content === undefined) return node.kind === 'table' ? node.dotted.map(({ line }) => line) : []
  const { parent } = node.content
  return [parent.type === 'TOMLKeyValue' ? parent : (node.content as Part)]
}

const linesOf = (text: string, { header, body }: TomlSection): Range =>
  wholeLines(text, [header?.range[0] ?? 0, body.at(-1)?.range[1] ?? header?.range[1] ?? 0])

const wholeLines = (text: string, [start, end]: Range): Range => [lineStart(text, start), nextLine(text, end)]

function runs(list: AST.TOMLArray | AST.TOMLInlineTable, gone: ReadonlySet<unknown>): Range[] {
  const found: [number, number][] = []
  const items: readonly unknown[] = list.type === 'TOMLArray' ? list.elements : list.body
  for (const [index, item] of items.entries()) {
    if (!gone.has(item)) continue
    const last = found.at(-1)
    if (last?.[1] === index) last[1]++
    else found.push([index, index + 1])
  }
  return found
}

/** Ranges between which only blank lines stand are one. */
function merged(text: string, ranges: readonly Range[]): Range[] {
  const found: [number, number][] = []
  for (const [start, end] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = found.at(-1)
    if (last && isBlank(text.slice(last[1], start))) last[1] = Math.max(last[1], end)
    else found.push([start, end])
  }
  return found
}

/** Of the blank lines on both sides, those above go too; at the start of the file, those below. */
function withBlanks(text: string, [start, end]: Range): Splice {
  let [from, to] = [start, end]
  const blankAbove = () => from > 0 && isBlank(text.slice(lineStart(text, from - 1), from))
  const blankBelow = () => to < text.length && isBlank(text.slice(to, nextLine(text, to)))
  if (to === text.length || blankBelow()) while (blankAbove()) from = lineStart(text, from - 1)
  if (start === 0) while (blankBelow()) to = nextLine(text, to)
  // The last line of a file that does not end in a line end takes the one before it along.
  if (to === text.length && !text.endsWith('\n') && from > 0) from -= text[from - 2] === '\r' ? 2 : 1
  return { start: from, end: to, text: '' }
}
