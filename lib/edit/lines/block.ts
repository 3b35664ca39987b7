import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { linesOf, plainOf } from '../../core/reference.ts'
import { indexOf, type Place } from './place.ts'
import { insertRows, type Row, showLines, where } from './rows.ts'

/** The lines that a block is found again by. */
export interface Markers {
  readonly begin: string
  readonly end: string
}

/** The lines between the markers become those of the text. A missing block is added with its markers. */
export function setBlock(list: readonly Row[], markers: Markers, text: string, at: Place): readonly Row[] | Refusal {
  const { begin, end } = markers
  const wanted = text === '' ? [] : withoutLast(linesOf(text, /\r?\n/))
  if (wanted.includes(begin) || wanted.includes(end))
    return refuse(`the text of the block '${begin}' holds a marker of its own`, 'give the block another marker')
  const begins = where(list, (line) => line === begin)
  const ends = where(list, (line) => line === end)
  const [first, last] = [begins[0], ends[0]]
  if (first === undefined && last === undefined) {
    const index = indexOf(list, at)
    return isRefusal(index) ? index : insertRows(list, index, [begin, ...wanted, end])
  }
  if (first === undefined || last === undefined || begins.length + ends.length !== 2 || last < first)
    return refuse(
      `the markers '${begin}' and '${end}' are no pair (${showLines([...begins, ...ends].sort((a, b) => a - b))})`,
      'restore one begin marker with one end marker below it, or remove both',
    )
  const inner = list.slice(first + 1, last)
  if (inner.length === wanted.length && inner.every((row, index) => plainOf(row.text) === plainOf(wanted[index] ?? '')))
    return list.map((row, index) => ({ ...row, text: wanted[index - first - 1] ?? row.text }))
  return [...insertRows(list.slice(0, first + 1), first + 1, wanted), ...list.slice(last)]
}

/** A line end that ends the text begins no line. */
const withoutLast = (lines: readonly string[]): readonly string[] => (lines.at(-1) === '' ? lines.slice(0, -1) : lines)
