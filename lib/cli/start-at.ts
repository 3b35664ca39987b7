import type { BuiltPlay, Item } from '../core/build.ts'
import { nearest } from '../core/nearest.ts'

/**
 * The ids of all steps that stand before the first that is meant: by its title or its task, as they are written, else by a
 * part of its id. A host that has no such step in that play begins with the next play.
 */
export function stepsBefore(
  plays: readonly BuiltPlay[],
  wanted: string,
): ReadonlySet<string> | { readonly faults: readonly string[] } {
  if (wanted === '') return { faults: ['--start-at has no step: see them with runbook list'] }
  const isMeant = meaningOf(plays, wanted)
  const at = plays.findIndex(({ hosts }) => hosts.some(({ items }) => items.some(isMeant)))
  if (at < 0) {
    const titles = plays.flatMap(stepsOf).map(({ resource }) => resource.title)
    const near = nearest(wanted, titles)
    return {
      faults: [
        `--start-at: no step is called ${JSON.stringify(wanted)}: ${near === undefined ? 'see them with runbook list' : `did you mean ${JSON.stringify(near)}?`}`,
      ],
    }
  }
  const earlier = plays.slice(0, at).flatMap(stepsOf)
  const own = (plays[at]?.hosts ?? []).flatMap(({ items }) => {
    const first = items.findIndex(isMeant)
    return first < 0 ? items : items.slice(0, first)
  })
  return new Set([...earlier, ...own].map(({ id }) => id))
}

const stepsOf = ({ hosts }: BuiltPlay): readonly Item[] => hosts.flatMap(({ items }) => items)

function meaningOf(plays: readonly BuiltPlay[], wanted: string): (item: Item) => boolean {
  const ways = [
    ({ resource: { title, task } }: Item) => title === wanted || task === wanted,
    ({ id }: Item) => id.includes(wanted),
  ]
  return ways.find((way) => plays.flatMap(stepsOf).some(way)) ?? (() => false)
}
