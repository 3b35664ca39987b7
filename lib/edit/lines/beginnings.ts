import { plainOf } from '../../core/reference.ts'
import type { Row } from './rows.ts'

/**
 * Where the rows are that begin so, in order, looked up and not looked for, where more edits ask than one. Undefined: look for them.
 * What is known of a list goes over to the one that came of it by other rows in some places (`handOver`), so that many edits of a
 * large file take no more than the file and they are long.
 */
export function beginning(rows: readonly Row[], begin: string): readonly number[] | undefined {
  const { asked, places } = known.get(rows) ?? { asked: 0, places: new Map<number, Places>() }
  known.set(rows, { asked: asked + 1, places })
  if (begin === '' || asked < 3) return undefined
  const found = places.get(begin.length) ?? placesOf(rows, begin.length)
  places.set(begin.length, found)
  return found.get(begin) ?? []
}

export function handOver(from: readonly Row[], to: readonly Row[], changed: readonly number[]): void {
  const told = known.get(from)
  known.delete(from)
  if (told === undefined || changed.length > mostHandedOver) return
  known.set(to, told)
  for (const [length, places] of told.places)
    for (const index of changed) {
      const before = beginningOf(from[index], length)
      const now = beginningOf(to[index], length)
      places.set(before, places.get(before)?.filter((place) => place !== index) ?? [])
      places.set(
        now,
        [...(places.get(now) ?? []), index].sort((a, b) => a - b),
      )
    }
}

/** Where rows are, by what they begin with. */
type Places = Map<string, readonly number[]>

const known = new WeakMap<readonly Row[], { readonly asked: number; readonly places: Map<number, Places> }>()

function placesOf(rows: readonly Row[], length: number): Places {
  const places = new Map<string, number[]>()
  for (const [index, row] of rows.entries()) {
    const begin = beginningOf(row, length)
    const all = places.get(begin)
    if (all === undefined) places.set(begin, [index])
    else all.push(index)
  }
  return places
}

/** Where more rows are others, it takes less to look anew. */
const mostHandedOver = 16

const beginningOf = (row: Row | undefined, length: number): string => plainOf(row?.text ?? '').slice(0, length)
