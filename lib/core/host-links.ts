import { type BuiltPlay, withExamples } from './build.ts'
import { factsOf } from './fact.ts'
import { grouped } from './grouped.ts'
import type { Inventory } from './inventory.ts'
import { literalPattern } from './literal-pattern.ts'
import { textsIn } from './texts-in.ts'

/** That a host has to do with another one, and by what that is known. */
export interface HostLink {
  readonly from: string
  readonly to: string
  /** `asks`, `changes`, or the variable or task that names its address. */
  readonly words: string
}

/**
 * Which hosts have to do with which, as far as an inventory and plays say so: a fact of another host, steps at another host, and options
 * and variables that hold another one's address.
 */
export function hostLinks({ hosts }: Inventory, plays: readonly BuiltPlay[] = []): HostLink[] {
  const named = naming(hosts.map(({ name, connect }) => [name, connect.kind === 'ssh' ? connect.address : undefined]))
  const items = plays.flatMap((play) =>
    play.hosts.flatMap(({ host, items: own }) => withExamples(own).map(({ resource }) => ({ host, resource }))),
  )
  const found = [
    ...items.flatMap(({ host, resource: { at, reads, args, task } }): HostLink[] => [
      ...(at === undefined ? [] : [{ from: host, to: at, words: 'changes' }]),
      ...factsOf(reads).flatMap((fact) =>
        fact.host === undefined ? [] : [{ from: host, to: fact.host, words: 'asks' }],
      ),
      ...textsIn(args).flatMap(([, text]) => named(text).map((to) => ({ from: at ?? host, to, words: task }))),
    ]),
    ...hosts.flatMap(({ name: from, vars }) =>
      textsIn(vars).flatMap(([path, text]) =>
        named(text).map((to) => ({ from, to, words: path.replace(/\.\d+$/, '') })),
      ),
    ),
  ].filter(({ from, to }) => from !== to)
  return [...grouped(found, ({ from, to }) => JSON.stringify([from, to])).values()].map((same) => ({
    from: same[0]?.from ?? '',
    to: same[0]?.to ?? '',
    words: [...new Set(same.map(({ words }) => words))].join(', '),
  }))
}

/** The hosts whose address stands in a text as a whole. One that several hosts share names none of them. */
function naming(addresses: readonly (readonly [host: string, address: string | undefined])[]) {
  const owners = new Map<string, string>()
  for (const [address, own] of grouped(addresses, ([, one]) => one)) {
    const [first] = own
    if (first !== undefined && own.length === 1) owners.set(address, first[0])
  }
  if (owners.size === 0) return () => []
  const words = [...owners.keys()].map(literalPattern)
  const pattern = new RegExp(`(?<![\\w.:-])(?:${words.join('|')})(?![\\w-]|\\.\\w)`, 'g')
  return (text: string): string[] =>
    [...new Set(text.match(pattern) ?? [])].flatMap((address) => owners.get(address) ?? [])
}
