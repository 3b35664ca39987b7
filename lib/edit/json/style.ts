import type { Node } from 'jsonc-parser'
import { encoded } from '../../core/reference.ts'
import { lineEndAt } from '../splice.ts'
import { items, type Plain } from './tree.ts'

/** How a value is laid out: on one line, or a line for each member. */
export interface JsonStyle {
  readonly inline: boolean
  readonly eol: string
  readonly unit: string
  readonly colon: string
  readonly comma: string
  readonly pad: string
}

export function render(value: Plain, style: JsonStyle, indent: string): string {
  if (typeof value === 'string') return `"${encoded(value, 'json', (plain) => JSON.stringify(plain).slice(1, -1))}"`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const { colon, comma, eol, inline, pad } = style
  const inner = indent + style.unit
  const list = Array.isArray(value)
  const parts = list
    ? value.map((item) => render(item, style, inner))
    : Object.entries(value).map(([key, item]) => JSON.stringify(key) + colon + render(item, style, inner))
  const [open, close] = list ? '[]' : '{}'
  if (parts.length === 0) return `${open}${close}`
  if (inline) return list ? `[${parts.join(comma)}]` : `{${pad}${parts.join(comma)}${pad}}`
  return `${open}${eol}${inner}${parts.join(`,${eol}${inner}`)}${eol}${indent}${close}`
}

/** The style of what is put into a container: its own, or when it is empty that of what it stands in. */
export function styleIn(text: string, root: Node, container: Node): JsonStyle {
  const nearest = [...ancestors(container), ...nodes(root)].filter((node) => items(node).length > 0)
  const colon = nearest
    .flatMap((node) => items(node).map((item) => colonOf(text, item)))
    .find((found) => found !== undefined)
  const inlines = nearest.filter((node) => isInline(text, node))
  const object = inlines.find((node) => node.type === 'object')
  const space = colon === undefined || /\s$/.test(colon) ? ' ' : ''
  return {
    inline: isInline(
      text,
      ancestors(container).find((node) => items(node).length > 0),
    ),
    eol: lineEndAt(text, container.offset + container.length),
    unit: nearest.map((node) => unitOf(text, node)).find((found) => found !== undefined) ?? '  ',
    colon: colon ?? ': ',
    comma: inlines.map((node) => commaOf(text, node)).find((found) => found !== undefined) ?? `,${space}`,
    pad: object ? text.slice(object.offset + 1, items(object)[0]?.start) : space,
  }
}

/** The style of a value that takes the place of a node: a filled container keeps its own layout. */
export function replacementStyle(text: string, root: Node, node: Node): { style: JsonStyle; indent: string } {
  const layout = items(node).length > 0 ? node : (containerOf(node) ?? node)
  return { style: styleIn(text, root, layout), indent: indentAt(text, node.offset) }
}

/** The white space that the line of an offset starts with. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? ''
}

/** Whether another item would go on the same line as the last. */
export function isInline(text: string, container: Node | undefined): boolean {
  if (container === undefined) return false
  const all = items(container)
  const last = all.at(-1)
  const from = all.at(-2)?.end ?? container.offset
  const first = text.slice(container.offset, all[0]?.start)
  return last !== undefined && !first.includes('\n') && !text.slice(from, last.start).includes('\n')
}

function* nodes(node: Node): Generator<Node> {
  yield node
  for (const { value } of items(node)) yield* nodes(value)
}

/** The node that an object or array stands in, past the property that names it. */
const containerOf = ({ parent }: Node): Node | undefined => (parent?.type === 'property' ? parent.parent : parent)

function ancestors(node: Node | undefined): Node[] {
  return node === undefined ? [] : [node, ...ancestors(containerOf(node))]
}

function colonOf(text: string, { key, start, value }: ReturnType<typeof items>[number]): string | undefined {
  if (typeof key === 'number') return undefined
  return /^"(?:\\.|[^"\\])*"([ \t]*:[ \t]*)$/.exec(text.slice(start, value.offset))?.[1]
}

function commaOf(text: string, node: Node): string | undefined {
  const [first, second] = items(node)
  const gap = first && second ? text.slice(first.end, second.start) : ''
  return /^[ \t]*,[ \t]*$/.test(gap) ? gap : undefined
}

function unitOf(text: string, node: Node): string | undefined {
  const first = items(node)[0]?.start ?? node.offset
  const outer = indentAt(text, node.offset)
  const inner = indentAt(text, first)
  return text.slice(node.offset, first).includes('\n') && inner.startsWith(outer) && inner !== outer
    ? inner.slice(outer.length)
    : undefined
}
