import type { XmlElement } from './tree.ts'

/** Siblings that are fewer are looked at one by one. */
const fewest = 32

/** Where, among siblings, an attribute has a value: by its name, then by its value. */
type Places = Map<string, Map<string, Set<number>>>

const known = new WeakMap<readonly XmlElement[], Places>()

/**
 * Siblings, in their order, among which are all that have an attribute of this value. Of many siblings, as each of many
 * edits of a large file may ask for another one of them, the places are looked up once.
 */
export function candidates(siblings: readonly XmlElement[], name: string, value: string): readonly XmlElement[] {
  if (siblings.length < fewest) return siblings
  const places: Places = known.get(siblings) ?? new Map()
  known.set(siblings, places)
  const byValue = places.get(name) ?? placesOf(siblings, name)
  places.set(name, byValue)
  const found = [...(byValue.get(value) ?? [])].sort((a, b) => a - b)
  return found.flatMap((at) => siblings[at] ?? [])
}

/** Puts an element in the place of one of its siblings. Where it had its place by a value before stays a candidate. */
export function putSibling(siblings: XmlElement[], at: number, fresh: XmlElement): void {
  siblings[at] = fresh
  for (const [name, byValue] of known.get(siblings) ?? []) note(byValue, fresh, name, at)
}

function placesOf(siblings: readonly XmlElement[], name: string): Map<string, Set<number>> {
  const byValue = new Map<string, Set<number>>()
  for (const [at, element] of siblings.entries()) note(byValue, element, name, at)
  return byValue
}

function note(byValue: Map<string, Set<number>>, { attributes }: XmlElement, wanted: string, at: number): void {
  for (const { name, value } of attributes) {
    if (name !== wanted) continue
    const places = byValue.get(value)
    if (places) places.add(at)
    else byValue.set(value, new Set([at]))
  }
}

/** The place of the last of some nodes that begins before an offset; -1 where there is none. They are in their order. */
export function lastBefore(nodes: readonly { readonly start: number }[], offset: number): number {
  let [low, high] = [0, nodes.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((nodes[middle]?.start ?? offset) < offset) low = middle + 1
    else high = middle
  }
  return low - 1
}
