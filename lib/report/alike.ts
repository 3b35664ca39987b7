import type { StepEvent } from '../core/event.ts'
import { grouped } from '../core/grouped.ts'
import { nameOf } from './host-name.ts'

/** A step as several hosts share it. */
export interface Alike {
  readonly first: StepEvent
  /** What is shown of its changes. */
  readonly text: string
  readonly hosts: ReadonlySet<string>
  /** Of each host. */
  readonly ids: readonly string[]
}

/**
 * Steps that read the same, each once with its hosts, in the order in which they are first met. Of many hosts, those that differ by
 * the host's own name alone read the same, too: there it is `…`.
 */
export function alike(steps: Iterable<StepEvent>, textOf: (step: StepEvent) => string): Alike[] {
  const groups = new Map<string, Group>()
  for (const step of steps) {
    const text = textOf(step)
    const key = keyOf(step, text)
    const group = groups.get(key) ?? { first: step, text, hosts: new Set<string>(), ids: [] }
    group.hosts.add(step.host)
    group.ids.push(step.id)
    groups.set(key, group)
  }
  const apart = [...groups.values()]
  const found = grouped(apart, ({ first, text, hosts }) => keyOf(hosts.size === 1 ? unnamed(first) : first, text))
  return [...found.values()].flatMap((own) => (own.length > named ? [together(own)] : own)).sort(byPlace(apart))
}

type Group = Alike & { readonly hosts: Set<string>; readonly ids: string[] }

const keyOf = ({ play, title, status, warning, reason }: StepEvent, text: string): string =>
  JSON.stringify([play, title, status, warning, reason, text])

/** Without the name of its host. */
function unnamed(step: StepEvent): StepEvent {
  const without = (text: string) => (text.includes(step.host) ? text.replace(nameOf(step.host), '…') : text)
  return {
    ...step,
    title: without(step.title),
    ...(step.reason === undefined ? {} : { reason: without(step.reason) }),
  }
}

function together(own: readonly Group[]): Group {
  const [first] = own
  if (first === undefined) throw new Error('nothing is alike')
  return {
    first: unnamed(first.first),
    text: first.text,
    hosts: new Set(own.flatMap(({ hosts }) => [...hosts])),
    ids: own.flatMap(({ ids }) => ids),
  }
}

function byPlace(apart: readonly Group[]) {
  const places = new Map(apart.map(({ ids }, at) => [ids[0], at]))
  const placeOf = ({ ids }: Alike) => places.get(ids[0]) ?? 0
  return (one: Alike, other: Alike) => placeOf(one) - placeOf(other)
}

/** So many hosts are named each. */
const named = 6

/** Fewer are named, however long their names are. */
const fewest = 3

/** `is1 is2`, or how many where their names would fill the screen, or more than the `room` of a line. */
export function hostNames(names: readonly string[], all: number, room = 80): string {
  const fits = (text: string) => text.length <= room
  if (names.length <= fewest || (names.length <= named && fits(names.join(' ')))) return names.join(' ')
  if (names.length === all) return `all ${all} hosts`
  const shortened = (count: number) => `${names.slice(0, count).join(' ')} and ${names.length - count} more`
  return [4, 3, 2].map(shortened).find(fits) ?? shortened(1)
}
