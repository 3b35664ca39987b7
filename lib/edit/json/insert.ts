import { createScanner, type Node } from 'jsonc-parser'
import { type Refusal, refuse } from '../../core/failure.ts'
import { position, splice } from '../splice.ts'
import { type JsonPath, showPath } from './path.ts'
import { indentAt, isInline, render, styleIn } from './style.ts'
import { items, type MissingItem, type Plain } from './tree.ts'

/** Adds what is missing below a container as its last item, in the style of the items before it. */
export function insertItem(
  text: string,
  root: Node,
  path: JsonPath,
  missing: MissingItem,
  value: Plain,
): string | Refusal {
  const { container, rest } = missing
  const gapless = fits(items(container).length, rest)
  if (!gapless)
    return refuse(
      `${showPath(path)} would leave a gap in the array (${position(text, container.offset)})`,
      'an array grows by one item at its end: use the index that follows its last item, or set the whole array',
    )
  const [key, ...below] = rest
  const style = styleIn(text, root, container)
  const inner = below.reduceRight<Plain>(
    (nested, name) => (typeof name === 'number' ? [nested] : { [name]: nested }),
    value,
  )
  const name = typeof key === 'string' ? JSON.stringify(key) + style.colon : ''
  const item = (indent: string, inline: boolean) => name + render(inner, { ...style, inline }, indent)
  const close = container.offset + container.length - 1
  const last = items(container).at(-1)
  const tail = scanTail(text, last?.end ?? container.offset + 1, close)
  const outer = indentAt(text, container.offset)

  if (last === undefined) {
    // A line comment inside would swallow what follows it on the same line.
    const inline = style.inline && !text.slice(container.offset, close).includes('\n')
    const pad = container.type === 'object' ? style.pad : ''
    const own = outer + style.unit
    const filled = inline ? pad + item(outer, true) + pad : `${style.eol}${own}${item(own, false)}${style.eol}${outer}`
    return splice(text, [{ start: tail.end, end: close, text: filled }])
  }
  const comma = tail.comma === undefined ? { start: last.end, end: last.end, text: ',' } : undefined
  const trailing = comma === undefined ? ',' : ''
  if (isInline(text, container)) {
    const at = tail.comma === undefined ? last.end : tail.comma + 1
    const added = style.comma.replace(/^[ \t]*,/, '') + item(outer, true) + trailing
    return splice(text, [...(comma ? [comma] : []), { start: at, end: at, text: added }])
  }
  const own = indentAt(text, last.start)
  const added = `${style.eol}${own}${item(own, false)}${trailing}`
  return splice(text, [...(comma ? [comma] : []), { start: tail.end, end: tail.end, text: added }])
}

/** Whether every index on the way is the next free one: the first below the container, 0 in arrays yet to be made. */
const fits = (length: number, [first, ...below]: JsonPath): boolean =>
  (typeof first !== 'number' || first === length) && below.every((name) => typeof name !== 'number' || name === 0)

/** Of what stands between two offsets: the comma, and where the last comment or comma ends. */
export function scanTail(text: string, from: number, to: number): { comma?: number; end: number } {
  const scanner = createScanner(text)
  scanner.setPosition(from)
  let tail: { comma?: number; end: number } = { end: from }
  for (scanner.scan(); scanner.getTokenOffset() < to; scanner.scan()) {
    const start = scanner.getTokenOffset()
    const end = start + scanner.getTokenLength()
    const token = text.slice(start, end)
    if (token === ',') tail = { comma: start, end }
    else if (token.trim() !== '') tail = { ...tail, end }
  }
  return tail
}
