import type { Attempt, AttemptPart } from './attempt-part.ts'
import { tell } from './collect-faults.ts'
import { UsageError } from './failure.ts'
import { isGiven } from './given.ts'
import type { Play, PlayOptions } from './playbook.ts'
import { flatten, type Given, inheriting, type Resource, type Resources } from './resource.ts'
import { tasksOf } from './tasks-of.ts'

/** A play, as data: its hosts, and for each the resources, by ids that hold from run to run. */
export interface BuiltPlay {
  readonly name: string
  readonly hosts: readonly BuiltHost[]
  readonly options: PlayOptions
}

export interface BuiltHost {
  readonly host: string
  readonly items: readonly Item[]
}

/** A resource, or resources that depend on what the host says, under its id. */
export interface Item {
  readonly id: string
  readonly resource: Resource | Given
  /** Whose answers it follows from. */
  readonly asker?: Asker
}

export interface Asker extends Item {
  readonly resource: Given
}

/** Calls the functions of plays, once for each host. Plays are told apart by their names. */
export function build(plays: readonly Play[]): BuiltPlay[] {
  for (const { name, place } of plays.filter(isSecond))
    tell(new UsageError(`two plays are called ${name}: give each its own name`, { place }))
  return plays.map(({ name, hosts, resources, options }) => ({
    name,
    options,
    hosts: hosts.map((host) => ({ host: host.name, items: itemsOf(resources(host), `${name}/${host.name}`) })),
  }))
}

/** The second of a name; one whose name is at fault has none, and that was told. */
const isSecond = ({ name }: Play, at: number, plays: readonly Play[]): boolean =>
  name !== '' && plays.filter((one) => one.name === name).indexOf(plays[at] as Play) === 1

/** What is there, and what may follow from it by the examples of answers that were given. */
export const withExamples = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => [item, ...withExamples(exampleFollowers(item))])

/** What follows from each example of an answer: nothing where that cannot be made, which is told where it is chosen. */
export const exampleFollowers = (item: Item): Item[] =>
  isAsker(item) ? item.resource.examples.flatMap((example) => madeFrom(item, example)) : []

function madeFrom(item: Asker, example: Readonly<Record<string, unknown>>): Item[] {
  try {
    return followersOf(item, example)
  } catch {
    return []
  }
}

/** What follows from answers: below the id of what asked, with its tags, acting as it does. */
export const followersOf = (asker: Asker, answers: Readonly<Record<string, unknown>>): Item[] =>
  itemsOf(tasksOf(asker.resource.resources(answers), asker.id, asker.resource.place), asker.id).map(
    ({ id, resource }) => ({
      id,
      resource: following(resource, asker.resource),
      asker,
    }),
  )

/** It is in the attempts of what asked, and carried out where that is asked. */
function following(one: Resource | Given, { at, attempts = [], ...asker }: Given): Resource | Given {
  if (one.at !== undefined)
    tell(new UsageError(`at ${one.at}: it is in what follows from a host's answers: write at('${one.at}', given(…))`))
  const all = [...attempts, ...(one.attempts ?? [])]
  const more = { ...(at === undefined ? {} : { at }), ...(all.length === 0 ? {} : { attempts: all }) }
  return { ...inheriting(one, asker), ...more }
}

export const isAsker = (item: Item): item is Asker => isGiven(item.resource)

/** What is shown of plays in any case: their names, those of their hosts, and the ids of their steps. A title is free text. */
export const namesIn = (plays: readonly BuiltPlay[]): string[] => [
  ...new Set(
    plays.flatMap(({ name, hosts }) => [
      name,
      ...hosts.flatMap(({ host, items }) => [host, ...withExamples(items).map(({ id }) => id)]),
    ]),
  ),
]

/** Resources with ids below one: by their keys, and numbered where a key occurs again. So are the attempts that they are in. */
export function itemsOf(resources: Resources, above: string): Item[] {
  const ids = new Set<string>()
  const attempts = new Map<string, Attempt>()
  const placed = (part: AttemptPart): AttemptPart => {
    const { key } = part.of
    const known = attempts.get(key) ?? part.of
    attempts.set(key, known)
    if (known !== part.of) tell(new UsageError(`two attempts are called ${key}: give one of them an id of its own`))
    return { ...part, of: { ...part.of, key: `${above}/${key}` } }
  }
  return flatten(resources).map((resource) => {
    const key = `${above}/${resource.key}`
    let id = key
    for (let nth = 2; ids.has(id); nth++) id = `${key} #${nth}`
    ids.add(id)
    return { id, resource: resource.attempts ? { ...resource, attempts: resource.attempts.map(placed) } : resource }
  })
}
