import type { Node } from 'jsonc-parser'
import { splice } from '../splice.ts'
import { scanTail } from './insert.ts'
import { items, type JsonItem } from './tree.ts'

/** Takes a member out with one comma and, where it stood alone on its lines, with these lines. Comments stay. */
export function removeItem(text: string, container: Node, index: number): string {
  const all = items(container)
  const close = container.offset + container.length - 1
  const [before, item, after] = [all[index - 1], all[index], all[index + 1]]
  if (item === undefined) throw new Error(`no item ${index}`)
  const own = scanTail(text, item.end, after?.start ?? close).comma
  const previous = own === undefined && before ? scanTail(text, before.end, item.start).comma : undefined
  const comma = own ?? previous
  const end = own !== undefined && isBlank(text, item.end, own) ? own + 1 : item.end
  const [from, to] = extent(text, { open: container.offset + 1, close, item, end, before, previous, after })
  const commas =
    comma === undefined || (comma >= from && comma < to) ? [] : [{ start: comma, end: comma + 1, text: '' }]
  return splice(text, [...commas, { start: from, end: to, text: '' }])
}

interface Surroundings {
  readonly open: number
  readonly close: number
  readonly item: JsonItem
  /** Where the item ends, its comma included when only blanks stand between. */
  readonly end: number
  readonly before: JsonItem | undefined
  readonly previous: number | undefined
  readonly after: JsonItem | undefined
}

/** The item and the white space that was there for its sake. */
function extent(text: string, around: Surroundings): readonly [number, number] {
  const { open, close, item, end, before, previous, after } = around
  if (!before && !after && isBlank(text, open, item.start) && isBlank(text, end, close)) return [open, close]
  const line = text.lastIndexOf('\n', item.start - 1) + 1
  const newline = text.slice(0, close).indexOf('\n', end)
  const ownLines = line >= open && newline !== -1 && isBlank(text, line, item.start) && isBlank(text, end, newline)
  if (ownLines) return [line, newline + 1]
  if (after && isBlank(text, end, after.start)) return [item.start, after.start]
  if (previous !== undefined && isBlank(text, previous + 1, item.start)) return [previous + 1, end]
  return [item.start, end]
}

const isBlank = (text: string, from: number, to: number): boolean => text.slice(from, to).trim() === ''
