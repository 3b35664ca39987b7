import { grouped } from './grouped.ts'
import type { GroupSpec } from './inventory-spec.ts'

type Groups = Readonly<Record<string, GroupSpec<object>>>

/**
 * The groups that a host is in, in the order in which their variables are laid over one another: in that in which the host
 * names them, and each after those that it is a child of.
 */
export const layers = (named: readonly string[], groups: Groups): string[] => [
  ...new Set(named.flatMap((group) => [...ancestors(group, groups), group])),
]

/** All groups that a host is in, those that it names and those that these are in. */
export const membership = (named: readonly string[], groups: Groups): string[] => [
  ...new Set(named.flatMap((group) => [group, ...ancestors(group, groups).reverse()])),
]

function ancestors(group: string, groups: Groups): string[] {
  const direct = Object.keys(groups).filter((name) => groups[name]?.children?.includes(group))
  return direct.flatMap((name) => [...ancestors(name, groups), name])
}

/** Of each variable, who gives it, the strongest last. */
export type Origins = Readonly<Record<string, readonly string[]>>

/** Who gives the variables of a host: the inventory, groups in the order in which they are laid over one another, and the host. */
export function originsOf(shared: object, laid: readonly string[], groups: Groups, own: object): Origins {
  const all = [
    ...Object.keys(shared).map((name) => [name, 'inventory'] as const),
    ...laid.flatMap((group) => Object.keys(groups[group]?.vars ?? {}).map((name) => [name, `group ${group}`] as const)),
    ...Object.keys(own).map((name) => [name, 'host'] as const),
  ]
  const named = grouped(all, ([name]) => name)
  return Object.fromEntries([...named].map(([name, given]) => [name, given.map(([, from]) => from)]))
}

/** What one group of a host says of a variable, where another, which comes later and holds, says otherwise. */
export interface Conflict {
  readonly host: string
  readonly variable: string
  readonly group: string
  readonly holds: string
}

/** A child may say otherwise than its parents, and a host's own value settles the matter: neither is a conflict. */
export function conflicts(host: string, own: object, laid: readonly string[], groups: Groups): Conflict[] {
  const says = (group: string) => groups[group]?.vars ?? {}
  return laid.flatMap((group, at) =>
    Object.entries(says(group)).flatMap(([variable, value]) => {
      const later = laid.slice(at + 1).filter((other) => Object.hasOwn(says(other), variable))
      const holds = later.at(-1)
      if (holds === undefined || Object.hasOwn(own, variable)) return []
      if (later.some((other) => ancestors(other, groups).includes(group))) return []
      return same(value, Reflect.get(says(holds), variable)) ? [] : [{ host, variable, group, holds }]
    }),
  )
}

/** Values may be secrets: these are equal when they are named alike. */
const same = (a: unknown, b: unknown): boolean => Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b)

/** The conflicts in words, each once for all hosts that have it; values may be secrets, so none is told. */
export function conflictWords(found: readonly Conflict[]): string[] {
  const words = ({ variable, group, holds }: Conflict) =>
    `the groups ${group} and ${holds} give ${variable} different values: that of ${holds} holds, which the host names later; if that is not meant, give the host its own`
  return [...new Set(found.map(words))].map((text) => {
    const hosts = found.filter((one) => words(one) === text).map(({ host }) => host)
    return `${hosts.length === 1 ? 'host' : 'hosts'} ${hosts.join(', ')}: ${text}`
  })
}
