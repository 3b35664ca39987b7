import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { linesOf, plainOf } from '../../core/reference.ts'
import { type Place, regionOf } from './place.ts'
import { insertRows, type Row, showLines, where } from './rows.ts'

/** The lines that a block is found again by. */
export interface Markers {
  readonly begin: string
  readonly end: string
}

/** On which sides of a block a blank line stands; where the file begins or ends it needs none. */
export type Blank = 'before' | 'after' | 'both'

/** The lines between the markers become those of the text. A missing block is added with its markers. */
export function setBlock(
  list: readonly Row[],
  markers: Markers,
  text: string,
  at: Place,
  blank: Blank | undefined,
): readonly Row[] | Refusal {
  const { begin, end } = markers
  const wanted = text === '' ? [] : withoutLast(linesOf(text, /\r?\n/))
  if (wanted.includes(begin) || wanted.includes(end))
    return refuse(`the text of the block '${begin}' holds a marker of its own`, 'give the block another marker')
  const found = blockIn(list, markers)
  if (isRefusal(found)) return found
  if (found === undefined) {
    const region = regionOf(list, at)
    if (isRefusal(region)) return region
    return aired(insertRows(list, region.index, [begin, ...wanted, end]), region.index, wanted.length + 2, blank)
  }
  const { first, last } = found
  return aired(between(list, first, last, wanted), first, wanted.length + 2, blank)
}

/** Takes the block away with its markers, and the blank lines that were put around it. */
export function removeBlock(
  list: readonly Row[],
  markers: Markers,
  blank: Blank | undefined,
): readonly Row[] | Refusal {
  const found = blockIn(list, markers)
  if (isRefusal(found)) return found
  if (found === undefined) return list
  const above = blank !== undefined && blank !== 'after' && isBlank(list[found.first - 1])
  const below = blank !== undefined && blank !== 'before' && isBlank(list[found.last + 1])
  return [...list.slice(0, found.first - (above ? 1 : 0)), ...list.slice(found.last + 1 + (below ? 1 : 0))]
}

function blockIn(
  list: readonly Row[],
  { begin, end }: Markers,
): { readonly first: number; readonly last: number } | undefined | Refusal {
  const begins = where(list, (line) => line === begin)
  const ends = where(list, (line) => line === end)
  const [first, last] = [begins[0], ends[0]]
  if (first === undefined && last === undefined) return undefined
  if (first === undefined || last === undefined || begins.length + ends.length !== 2 || last < first)
    return refuse(
      `the markers '${begin}' and '${end}' are no pair (${showLines([...begins, ...ends].sort((a, b) => a - b))})`,
      'restore one begin marker with one end marker below it, or remove both',
    )
  return { first, last }
}

function between(list: readonly Row[], first: number, last: number, wanted: readonly string[]): readonly Row[] {
  const inner = list.slice(first + 1, last)
  if (inner.length !== wanted.length || !inner.every((row, at) => plainOf(row.text) === plainOf(wanted[at] ?? '')))
    return [...insertRows(list.slice(0, first + 1), first + 1, wanted), ...list.slice(last)]
  if (inner.every((row, at) => row.text === wanted[at])) return list
  return list.map((row, index) => ({ ...row, text: wanted[index - first - 1] ?? row.text }))
}

/** The rows with a blank one on the sides of a block where it is wanted and none is. */
function aired(list: readonly Row[], first: number, length: number, blank: Blank | undefined): readonly Row[] {
  if (blank === undefined) return list
  const next = list[first + length]
  const below = blank !== 'before' && next !== undefined && !isBlank(next)
  const aired = below ? insertRows(list, first + length, ['']) : list
  return blank !== 'after' && first > 0 && !isBlank(list[first - 1]) ? insertRows(aired, first, ['']) : aired
}

const isBlank = (row: Row | undefined): boolean => row?.text.trim() === ''

/** A line end that ends the text begins no line. */
const withoutLast = (lines: readonly string[]): readonly string[] => (lines.at(-1) === '' ? lines.slice(0, -1) : lines)
