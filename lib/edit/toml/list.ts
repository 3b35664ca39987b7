import type { AST } from 'toml-eslint-parser'
import { lineEndAt, type Splice } from '../splice.ts'
import { indentAt, isBlank, lineEnd, lineStart, nextLine } from './layout.ts'

/** What stands between the brackets of an array or an inline table. */
export interface List {
  readonly open: number
  readonly close: number
  readonly items: readonly { readonly start: number; readonly end: number }[]
  /** What an empty one gets between its brackets and what is put into it. */
  readonly pad: string
}

export const listOf = (node: AST.TOMLArray | AST.TOMLInlineTable): List => ({
  open: node.range[0] + 1,
  close: node.range[1] - 1,
  items: (node.type === 'TOMLArray' ? node.elements : node.body).map(({ range: [start, end] }) => ({ start, end })),
  pad: node.type === 'TOMLArray' ? '' : ' ',
})

/** Where the comma behind each item is. The last item may have none. */
export const commas = (text: string, list: List): number[] =>
  list.items.flatMap((_, index) => commaBehind(text, list, index) ?? [])

function commaBehind(text: string, { items, close }: List, index: number): number | undefined {
  const to = items[index + 1]?.start ?? close
  for (let at = items[index]?.end ?? to; at < to; at++) {
    if (text[at] === ',') return at
    if (text[at] === '#') at = nextLine(text, at) - 1
  }
  return undefined
}

/** Puts items before the one that has this number now, or at the end. */
export function insertItems(text: string, list: List, at: number, added: readonly string[]): Splice[] {
  const { items, open, close } = list
  const [before, next] = [items[at - 1], items[at]]
  const put = (offset: number, inserted: string): Splice => ({ start: offset, end: offset, text: inserted })
  const eol = lineEndAt(text, close)
  const gap = separator(text, list)
  if (next !== undefined) {
    const behind = startsLine(text, next.start) ? `,${eol}${indentAt(text, next.start)}` : gap
    return [put(next.start, added.map((item) => item + behind).join(''))]
  }
  if (before === undefined) {
    const inside = text.slice(open, close)
    if (isBlank(inside) && !inside.includes('\n'))
      return [put(close, (inside === '' ? list.pad : '') + added.join(gap) + (inside || list.pad))]
    const indent = `${eol}${indentAt(text, open)}  `
    return [put(open + inside.trimEnd().length, added.map((item) => indent + item).join(','))]
  }
  const comma = commaBehind(text, list, at - 1)
  const from = comma === undefined ? before.end : comma + 1
  const own = comma === undefined ? [put(before.end, ',')] : []
  const trail = comma === undefined ? '' : ','
  if (!startsLine(text, before.start))
    return [...own, put(from, added.map((item) => gap.replace(/^[ \t]*,/, '') + item).join(',') + trail)]
  const indent = eol + indentAt(text, before.start)
  const end = lineEnd(text, from)
  return [...own, put(end > close ? from : end, added.map((item) => indent + item).join(',') + trail)]
}

/** Takes out the items from one number up to another, with their commas and, where they stood alone on them, their lines. */
export function removeItems(text: string, list: List, from: number, to: number): Splice[] {
  const { items, open, close } = list
  const [first, last, before, next] = [items[from], items[to - 1], items[from - 1], items[to]]
  if (first === undefined || last === undefined) return []
  const gone = (start: number, end: number): Splice => ({ start, end, text: '' })
  if (before === undefined && next === undefined) return [gone(open, close)]
  const own = commaBehind(text, list, to - 1)
  const end = own === undefined ? last.end : own + 1
  const previous = own === undefined ? commaBehind(text, list, from - 1) : undefined
  const comma = previous === undefined ? [] : [gone(previous, previous + 1)]
  if (startsLine(text, first.start) && /^[ \t]*(?:#[^\n]*)?\r?\n/.test(text.slice(end, nextLine(text, end))))
    return [...comma, gone(lineStart(text, first.start), nextLine(text, end))]
  if (next !== undefined) return [gone(first.start, isBlank(text.slice(end, next.start)) ? next.start : end)]
  const plain = before !== undefined && /^[ \t]*,[ \t]*$/.test(text.slice(before.end, first.start))
  return plain ? [gone(before.end, last.end)] : [...comma, gone(first.start, end)]
}

function separator(text: string, { items: [first, second] }: List): string {
  const gap = first && second ? text.slice(first.end, second.start) : ''
  return /^[ \t]*,[ \t]*$/.test(gap) ? gap : ', '
}

const startsLine = (text: string, offset: number): boolean => isBlank(text.slice(lineStart(text, offset), offset))
