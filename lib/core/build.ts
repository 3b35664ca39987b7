import { UsageError } from './failure.ts'
import type { Play, PlayOptions } from './playbook.ts'
import type { Given } from './resource.ts'
import { flatten, type Resource, type Resources } from './resource.ts'

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
}

/** Calls the functions of plays, once for each host. Plays are told apart by their names. */
export function build(plays: readonly Play[]): BuiltPlay[] {
  const names = plays.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new UsageError(`two plays are called ${twice}: give each its own name`)
  return plays.map(({ name, hosts, resources, options }) => ({
    name,
    options,
    hosts: hosts.map((host) => ({ host: host.name, items: itemsOf(resources(host), `${name}/${host.name}`) })),
  }))
}

/** What is there, and what may follow from it by the examples of answers that were given. */
export const withExamples = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => [item, ...withExamples(followersOf(item))])

/** What follows from each example of an answer, below the id of what asks. */
export const followersOf = ({ id, resource }: Item): Item[] =>
  'examples' in resource ? resource.examples.flatMap((example) => itemsOf(resource.resources(example), id)) : []

/** Resources with ids below one: by their keys, and numbered where a key occurs again. */
export function itemsOf(resources: Resources, above: string): Item[] {
  const seen = new Map<string, number>()
  return flatten(resources).map((resource) => {
    const nth = (seen.get(resource.key) ?? 0) + 1
    seen.set(resource.key, nth)
    return { id: `${above}/${resource.key}${nth === 1 ? '' : ` #${nth}`}`, resource }
  })
}
