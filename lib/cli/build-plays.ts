import { type BuiltPlay, build, followersOf, type Item, isAsker, withExamples } from '../core/build.ts'
import { collectFaults, withPlaces } from '../core/collect-faults.ts'
import { kindOf, type Place, throwFaults, UsageError } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import type { Play, Playbook } from '../core/playbook.ts'
import { isOnlyAsker, matchesTags, type Selection } from '../engine/select.ts'
import { userFault, userFaults } from './where.ts'

export interface BuiltPlays {
  readonly plays: readonly BuiltPlay[]
  /** Of all hosts, with what may follow from their answers. */
  readonly resources: readonly Item['resource'][]
  /** Where the call stands that made something: found by building once more. */
  placeOf(item: Item): Place | undefined
}

/** The plays of a playbook as data. All faults are told at once; to tell where they are, the plays are built once more. */
export function buildPlays(playbook: Playbook, inventory: Inventory, tags: Omit<Selection, 'hosts'>): BuiltPlays {
  const make = () => build(playsOf(playbook, inventory))
  const checked = () =>
    collectFaults(() => {
      const plays = make()
      for (const { hosts, options } of plays)
        for (const item of hosts.flatMap(({ items }) => items)) tryExamples(item, options.tags, tags)
      return plays
    })
  const { value: plays, faults } = checked()
  if (plays === undefined || faults.length > 0) throwAll(faults, withPlaces(checked).faults)
  const items = plays.flatMap(({ hosts }) => hosts.flatMap((host) => withExamples(host.items)))
  return {
    plays,
    resources: items.map(({ resource }) => resource),
    placeOf: (item) => withPlaces(() => collectFaults(make)).value?.flatMap(placesOf(first(item)))[0],
  }
}

function throwAll(faults: readonly unknown[], placed: readonly unknown[]): never {
  const all = placed.length > 0 ? placed : faults
  const [only] = all
  if (all.length === 1) throw userFault(only, undefined)
  throwFaults('cannot start', userFaults(all, undefined))
  throw new Error('faults were not thrown')
}

/** Tells what is wrong with what may follow from the answers of a host, as far as examples tell, and as far as it is chosen. */
function tryExamples(item: Item, playTags: readonly string[] | undefined, tags: Omit<Selection, 'hosts'>): void {
  if (!isAsker(item) || !matchesTags(item, playTags, tags)) return
  for (const example of item.resource.examples) {
    try {
      for (const follower of followersOf(item, example)) tryExamples(follower, playTags, tags)
    } catch (error) {
      // Where it was let through for what may follow alone, and nothing does, nothing of it is chosen.
      if (!isOnlyAsker(item.resource, playTags, tags)) throw error
    }
  }
}

/** What was built, of which something follows: its own place is not known before a host has answered. */
const first = (item: Item): string => (item.asker === undefined ? item.id : first(item.asker))

const placesOf =
  (id: string) =>
  ({ hosts }: BuiltPlay): Place[] =>
    hosts.flatMap(({ items }) =>
      items.flatMap((item) => (item.id === id && isAsker(item) && item.resource.place ? [item.resource.place] : [])),
    )

/** Playbooks are run without a look at their types, so what `plays` gives is looked at here. */
function playsOf({ name, plays: make, place }: Playbook, inventory: Inventory): readonly Play[] {
  const plays: unknown = make(inventory)
  const words = (found: string) => `playbook ${name}: its function gives ${found}: return a list, [play(…), …]`
  if (!Array.isArray(plays)) throw new UsageError(words(kindOf(plays)), { place })
  const strays = plays.filter((play) => typeof play?.resources !== 'function')
  if (strays.length === 0) return plays
  throw new UsageError(words(`${[...new Set(strays.map(kindOf))].join(' and ')} where a play is wanted`), { place })
}
