import type { Item } from '../core/build.ts'

/** Neighbouring steps that are carried out at one host. */
export interface Part {
  readonly at: string | undefined
  readonly items: readonly Item[]
}

/** The steps of a host in their order, cut where the next one is carried out elsewhere. */
export function partsOf(items: readonly Item[]): Part[] {
  const parts: { at: string | undefined; items: Item[] }[] = []
  for (const item of items) {
    const last = parts.at(-1)
    if (last !== undefined && last.at === item.resource.at) last.items.push(item)
    else parts.push({ at: item.resource.at, items: [item] })
  }
  return parts
}
