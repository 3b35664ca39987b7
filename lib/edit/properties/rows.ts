import { isRefusal, type Refusal } from '../../core/failure.ts'
import { type PropertyEntry, parseProperties } from './parse.ts'

/** An entry with what stands behind it up to the next one; or, without an entry, comments and blank lines alone. */
export interface PropertyRow {
  readonly text: string
  /** Its places count from the start of the row. */
  readonly entry?: PropertyEntry | undefined
}

/** A text as rows: what an edit does not touch is not read again for the next one. */
export function propertyRows(text: string): readonly PropertyRow[] | Refusal {
  const entries = parseProperties(text)
  if (isRefusal(entries)) return entries
  const starts = entries.map(({ start }) => start)
  const rows = entries.map(
    (entry, at): PropertyRow => ({
      text: text.slice(entry.start, starts[at + 1] ?? text.length),
      entry: moved(entry, -entry.start),
    }),
  )
  const before = text.slice(0, starts[0] ?? text.length)
  return before === '' ? rows : [{ text: before }, ...rows]
}

export const textOfRows = (rows: readonly PropertyRow[]): string => rows.map(({ text }) => text).join('')

export const sameText = (a: readonly PropertyRow[], b: readonly PropertyRow[]): boolean =>
  a === b || textOfRows(a) === textOfRows(b)

/**
 * The rows with another text in place of some of them, up to `to`. It is read by itself where it ends in a line of its own, as
 * the rows behind it begin one; else all is read.
 */
export function withText(
  rows: readonly PropertyRow[],
  from: number,
  to: number,
  text: string,
): readonly PropertyRow[] | Refusal {
  const above = rows.slice(0, from)
  const below = rows.slice(to)
  const fresh = text === '' ? [] : propertyRows(text)
  if (isRefusal(fresh) || (below.length > 0 && !isEnded(fresh, text)))
    return propertyRows(textOfRows(above) + text + textOfRows(below))
  return [...above, ...fresh, ...below]
}

/** Whether nothing of it is drawn into what follows, nor the other way round. */
function isEnded(rows: readonly PropertyRow[], text: string): boolean {
  if (text === '') return true
  const last = rows.at(-1)
  const isOpen = last?.entry !== undefined && last.entry.end === last.text.length
  return /[\r\n]$/.test(text) && !/\\(?:\r\n|\r|\n)$/.test(text) && !isOpen
}

const moved = (entry: PropertyEntry, by: number): PropertyEntry => ({
  ...entry,
  start: entry.start + by,
  valueStart: entry.valueStart + by,
  end: entry.end + by,
})
