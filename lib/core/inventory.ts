import type { ConnectionSpec } from './connection.ts'
import { UsageError } from './failure.ts'
import type { Become } from './resource.ts'

/**
 * Hosts, groups and variables. A host's variables are those of the inventory, then of its groups in the order it names
 * them (each after the groups that it is in), then its own: of one that is given at several places the last counts.
 *
 * @example
 * export default defineInventory<Pattern1>({
 *   hosts: { is1: { connect: ssh('10.0.0.11'), groups: ['is'], vars: { member: '10.0.0.11' } } },
 *   vars: { hostname: 'is.example.com' },
 * })
 */
export interface InventorySpec<Vars extends object> {
  /** By name, or as a list of hosts that each carry a `name`. */
  readonly hosts: Readonly<Record<string, HostSpec<Vars>>> | readonly (HostSpec<Vars> & { readonly name: string })[]
  readonly groups?: Readonly<Record<string, GroupSpec<Vars>>>
  readonly vars?: Partial<Vars>
  /** Default for every host. */
  readonly become?: Become
}

export interface HostSpec<Vars extends object> {
  readonly connect: ConnectionSpec
  readonly groups?: readonly string[]
  readonly vars?: Partial<Vars>
  readonly become?: Become
}

export interface GroupSpec<Vars extends object> {
  /** Groups whose hosts are also in this one. */
  readonly children?: readonly string[]
  readonly vars?: Partial<Vars>
}

export interface Host<Vars extends object = object> {
  readonly name: string
  readonly connect: ConnectionSpec
  readonly groups: readonly string[]
  readonly vars: Vars
  readonly become?: Become
}

export interface Inventory<Vars extends object = object> {
  readonly [brand]: true
  readonly vars: Vars
  readonly hosts: readonly Host<Vars>[]
  readonly groups: Readonly<Record<string, readonly string[]>>
  /** The hosts of a group, in the order of the inventory; none when no host names the group. */
  group(name: string): readonly Host<Vars>[]
  /** A host by name; a UsageError when there is none. */
  host(name: string): Host<Vars>
}

const brand = Symbol.for('runbook.inventory')

/** Checks and freezes an inventory. Throws a UsageError that lists every fault at once. */
export function defineInventory<Vars extends object>(spec: InventorySpec<Vars>): Inventory<Vars> {
  const listed = isList(spec.hosts) ? spec.hosts.map((host) => [host.name, host] as const) : Object.entries(spec.hosts)
  const groupSpecs = spec.groups ?? {}
  const faults = [...hostFaults(listed, groupSpecs), ...cycleFaults(groupSpecs)]
  if (faults.length > 0)
    throw new UsageError(`the inventory has faults:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
  const hosts = listed.map(([name, host]) => {
    const groups = [...new Set((host.groups ?? []).flatMap((group) => [group, ...parentsOf(group, groupSpecs)]))]
    // A group comes after those that it is in, and what comes later counts.
    const general = new Set((host.groups ?? []).flatMap((group) => [group, ...parentsOf(group, groupSpecs)].reverse()))
    const inherited = [...general].map((group) => groupSpecs[group]?.vars ?? {})
    const become = host.become ?? spec.become
    const vars = Object.assign({}, spec.vars, ...inherited, host.vars) as Vars
    return Object.freeze({ name, connect: host.connect, groups, vars, ...(become === undefined ? {} : { become }) })
  })
  return inventoryOf(hosts, (spec.vars ?? {}) as Vars)
}

export function inventoryOf<Vars extends object>(hosts: readonly Host<Vars>[], vars: Vars): Inventory<Vars> {
  const names = [...new Set(hosts.flatMap(({ groups }) => groups))]
  const members = (group: string) => hosts.filter(({ groups }) => groups.includes(group))
  return Object.freeze({
    [brand]: true as const,
    vars,
    hosts,
    groups: Object.fromEntries(names.map((group) => [group, members(group).map(({ name }) => name)])),
    group: (name: string) => (name === 'all' ? hosts : members(name)),
    host: (name: string) => {
      const found = hosts.find((host) => host.name === name)
      if (!found)
        throw new UsageError(`no host ${name} in the inventory: it has ${hosts.map((host) => host.name).join(', ')}`)
      return found
    },
  })
}

export const isInventory = (value: unknown): value is Inventory =>
  typeof value === 'object' && value !== null && brand in value

const isList = <Entry>(hosts: readonly Entry[] | object): hosts is readonly Entry[] => Array.isArray(hosts)

function hostFaults<Vars extends object>(
  listed: readonly (readonly [string, HostSpec<Vars>])[],
  groups: Readonly<Record<string, GroupSpec<Vars>>>,
): string[] {
  const names = listed.map(([name]) => name)
  return [
    ...(listed.length === 0 ? ['it has no hosts: name at least one under `hosts`'] : []),
    ...[...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map(
      (name) => `host ${name} is there twice: give each its own name`,
    ),
    ...names
      .filter((name) => name in groups || name === 'all')
      .map((name) => `${name} is both a host and a group: rename one`),
    ...names
      .filter((name) => !/^[A-Za-z0-9_][\w.-]*$/.test(name))
      .map((name) => `host name ${JSON.stringify(name)}: use letters, digits, dots, - and _`),
    ...listed
      .filter(([, { connect }]) => !isConnection(connect))
      .map(([name]) => `host ${name} has no connection: give connect: ssh('…'), local() or shell([…])`),
    ...Object.entries(groups).flatMap(([group, { children = [] }]) =>
      children
        .filter((child) => !(child in groups) && !listed.some(([, host]) => host.groups?.includes(child)))
        .map((child) => `group ${group} has the child ${child}, which is no group`),
    ),
  ]
}

const isConnection = (connect: unknown): boolean =>
  typeof connect === 'object' &&
  connect !== null &&
  'kind' in connect &&
  ['ssh', 'local', 'shell'].includes(String(connect.kind))

function cycleFaults(groups: Readonly<Record<string, GroupSpec<object>>>): string[] {
  const walk = (group: string, path: readonly string[]): string[] =>
    path.includes(group)
      ? [`groups go round in a circle: ${[...path.slice(path.indexOf(group)), group].join(' > ')}`]
      : (groups[group]?.children ?? []).flatMap((child) => walk(child, [...path, group]))
  return Object.keys(groups)
    .flatMap((group) => walk(group, []))
    .slice(0, 1)
}

function parentsOf(group: string, groups: Readonly<Record<string, GroupSpec<object>>>): string[] {
  const direct = Object.keys(groups).filter((name) => groups[name]?.children?.includes(group))
  return direct.flatMap((name) => [name, ...parentsOf(name, groups)])
}
