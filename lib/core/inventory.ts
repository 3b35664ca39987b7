import { tell } from './collect-faults.ts'
import { type ConnectionSpec, completed } from './connection.ts'
import { throwFaults, UsageError } from './failure.ts'
import { conflicts, conflictWords, layers, membership, type Origins, originsOf } from './group-vars.ts'
import { type InventorySpec, inventoryFaults, type JournalWish, type System } from './inventory-spec.ts'
import { meant, nearest } from './nearest.ts'
import type { Become } from './resource.ts'

export interface Host<Vars extends object = object> {
  readonly name: string
  readonly connect: ConnectionSpec
  /** What it runs, where its inventory says so. */
  readonly system?: System
  readonly groups: readonly string[]
  readonly vars: Vars
  readonly become?: Become
  /** Whether what a run changes is kept there. */
  readonly journal: JournalWish
}

export interface Inventory<Vars extends object = object> {
  readonly [brand]: true
  readonly vars: Vars
  readonly hosts: readonly Host<Vars>[]
  readonly groups: Readonly<Record<string, readonly string[]>>
  /** Of each host, who gives each of its variables. */
  readonly origins: Readonly<Record<string, Origins>>
  /** What is worth a second look, though nothing is wrong: every command says it. */
  readonly notes: readonly string[]
  /**
   * The hosts of a group, in the order of the inventory; `all` is every host. A group that the inventory does not have is a
   * UsageError, because its name is most likely a slip; with `optional`, which is for groups that an inventory may do
   * without, it is no hosts.
   *
   * @example inventory.group('web')
   * @example inventory.group('lb', { optional: true })
   */
  group(name: string, options?: { readonly optional?: boolean | undefined }): readonly Host<Vars>[]
  /** A host by name; a UsageError when there is none. */
  host(name: string): Host<Vars>
}

const brand = Symbol.for('runbook.inventory')

/**
 * Hosts, groups and variables, checked and frozen. A fault is a UsageError that lists them all.
 *
 * A host's variables are those of the inventory, then those of its groups in the order in which it names them, then its
 * own: what comes later holds. A group that is a child of another comes after it. Where two groups of a host give a
 * variable different values, and neither is below the other, a note says which one holds.
 *
 * The type says which variables there are; without it, any, and the schema of the playbook alone judges them.
 *
 * @example
 * export default defineInventory<Pattern1>({
 *   hosts: { is1: { connect: ssh('10.0.0.11'), groups: ['is'], vars: { member: '10.0.0.11' } } },
 *   vars: { hostname: 'is.example.com' },
 * })
 */
export function defineInventory<Vars extends object = Readonly<Record<string, unknown>>>(
  spec: InventorySpec<NoInfer<Vars>>,
): Inventory<Vars> {
  throwFaults('the inventory has faults', inventoryFaults(spec))
  const { groups = {} } = spec
  const listed = isList(spec.hosts) ? spec.hosts.map((host) => [host.name, host] as const) : Object.entries(spec.hosts)
  const made = listed.map(([name, host]) => {
    const laid = layers(host.groups ?? [], groups)
    const become = host.become ?? spec.become
    const vars = Object.assign({}, spec.vars, ...laid.map((group) => groups[group]?.vars), host.vars) as Vars
    return {
      origins: [name, originsOf(spec.vars ?? {}, laid, groups, host.vars ?? {})] as const,
      found: conflicts(name, host.vars ?? {}, laid, groups),
      host: Object.freeze({
        name,
        connect: completed(host.connect),
        groups: membership(host.groups ?? [], groups),
        vars,
        ...(host.system === undefined ? {} : { system: host.system }),
        ...(become === undefined ? {} : { become }),
        journal: host.journal ?? spec.journal ?? 'best',
      }),
    }
  })
  const hosts = made.map(({ host }) => host)
  const known = [...new Set([...hosts.flatMap((host) => host.groups), ...Object.keys(groups)])]
  const notes = conflictWords(made.flatMap(({ found }) => found))
  const origins = Object.fromEntries(made.map((one) => one.origins))
  return inventoryOf({ hosts, vars: (spec.vars ?? {}) as Vars, known, origins, notes })
}

/** The same groups and notes, with other hosts and variables. */
export const withHosts = <Vars extends object>(
  { groups, origins, notes }: Inventory,
  hosts: readonly Host<Vars>[],
  vars: Vars,
): Inventory<Vars> => inventoryOf({ hosts, vars, known: Object.keys(groups), origins, notes })

function inventoryOf<Vars extends object>({
  hosts,
  vars,
  known,
  origins,
  notes,
}: Pick<Inventory<Vars>, 'hosts' | 'vars' | 'origins' | 'notes'> & {
  readonly known: readonly string[]
}): Inventory<Vars> {
  const members = (group: string) => hosts.filter(({ groups }) => groups.includes(group))
  return Object.freeze({
    [brand]: true as const,
    vars,
    hosts,
    groups: Object.fromEntries(known.map((group) => [group, members(group).map(({ name }) => name)])),
    origins,
    notes,
    group: (name: string, { optional = false }: { readonly optional?: boolean | undefined } = {}) => {
      if (name === 'all') return hosts
      if (known.includes(name) || optional) return members(name)
      tell(new UsageError(noGroup(name, known)))
      return []
    },
    host: (name: string) => {
      const found = hosts.find((host) => host.name === name)
      if (found) return found
      const names = hosts.map((host) => host.name)
      throw new UsageError(`no host ${name} in the inventory: ${meant(nearest(name, names), names, 'it has')}`)
    },
  })
}

function noGroup(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  const advice =
    near === undefined ? `; if it may be missing, write inventory.group('${name}', { optional: true })` : ''
  return `the inventory has no group ${name}: ${meant(near, known, 'its groups are')}${advice}`
}

export const isInventory = (value: unknown): value is Inventory =>
  typeof value === 'object' && value !== null && brand in value

const isList = <Entry>(hosts: readonly Entry[] | object): hosts is readonly Entry[] => Array.isArray(hosts)
