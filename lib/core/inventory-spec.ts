import { becomeRule } from './become-rule.ts'
import { type ConnectionSpec, connectionRule } from './connection.ts'
import { isPlain, isText, keys, list, type Rule, record, text, value } from './keys.ts'
import { meant, nearest } from './nearest.ts'
import type { Become } from './resource.ts'

/** What an inventory is made of. */
export interface InventorySpec<Vars extends object> {
  /** By name, or as a list of hosts that each carry a `name`. */
  readonly hosts: Readonly<Record<string, HostSpec<Vars>>> | readonly (HostSpec<Vars> & { readonly name: string })[]
  /** What there is to say of groups; those that hosts name need not be listed. A listed one may have no hosts. */
  readonly groups?: Readonly<Record<string, GroupSpec<Vars>>> | undefined
  readonly vars?: Partial<Vars> | undefined
  /** Default for every host. */
  readonly become?: Become | undefined
  /** Default for every host. */
  readonly journal?: JournalWish | undefined
}

export interface HostSpec<Vars extends object> {
  readonly connect: ConnectionSpec
  /** What it runs. A Windows host may be named, and is refused before it is asked: runbook speaks to POSIX shells. Default: posix. */
  readonly system?: System | undefined
  readonly groups?: readonly string[] | undefined
  readonly vars?: Partial<Vars> | undefined
  readonly become?: Become | undefined
  /**
   * Whether what a run changes is kept there, so that it can be rolled back. `required`: nothing is changed where it cannot be;
   * `best`: it is said then; `false`: of images and containers. Default: best.
   */
  readonly journal?: JournalWish | undefined
}

export type JournalWish = 'required' | 'best' | false

export type System = 'posix' | 'windows'

export interface GroupSpec<Vars extends object> {
  /** Groups whose hosts are also in this one. */
  readonly children?: readonly string[] | undefined
  readonly vars?: Partial<Vars> | undefined
}

/** All that is wrong with an inventory, each fault with its entry. */
export function inventoryFaults(spec: unknown): string[] {
  if (!isPlain(spec)) return inventoryRule(spec, 'it').slice()
  return [...inventoryRule(spec, ''), ...nameFaults(spec), ...groupFaults(spec)]
}

const variables = value('variables by name', isPlain)
const names = list("a list of groups, as in ['web']", text("a group's name"))

const journalRule = value("'required', 'best' or false", (found) =>
  ['required', 'best', false].includes(found as never),
)

const hostKeys = {
  connect: connectionRule,
  system: value("'posix' or 'windows'", (found) => found === 'posix' || found === 'windows'),
  groups: names,
  vars: variables,
  become: becomeRule,
  journal: journalRule,
} satisfies Record<keyof HostSpec<object>, Rule>
const connect = { connect: "connect: ssh('…'), local() or shell([…])" }

const hostRule = keys('key of a host', hostKeys, connect)
const listedRule = keys(
  'key of a host',
  { name: text("the host's name"), ...hostKeys },
  { name: 'its name', ...connect },
)
const groupRule = keys('key of a group', { children: names, vars: variables } satisfies Record<
  keyof GroupSpec<object>,
  Rule
>)

const hostsRule: Rule = (found, at) =>
  Array.isArray(found)
    ? found.flatMap((one, index) =>
        listedRule(one, isPlain(one) && isText(one.name) ? `${at}.${one.name}` : `${at}[${index}]`),
      )
    : record('hosts by name', hostRule)(found, at)

const inventoryRule = keys(
  'key of an inventory',
  {
    hosts: hostsRule,
    groups: record('groups by name', groupRule),
    vars: variables,
    become: becomeRule,
    journal: journalRule,
  } satisfies Record<keyof InventorySpec<object>, Rule>,
  { hosts: "hosts: { NAME: { connect: ssh('…') } }" },
)

type Spec = Readonly<Record<string, unknown>>

function nameFaults({ hosts, groups }: Spec): string[] {
  if (typeof hosts !== 'object' || hosts === null) return []
  const all = Array.isArray(hosts)
    ? hosts.flatMap((host) => (isText(host?.name) ? [host.name] : []))
    : Object.keys(hosts)
  return [
    ...(Object.keys(hosts).length === 0 ? ['it has no hosts: name at least one under `hosts`'] : []),
    ...[...new Set(all.filter((name, at) => all.indexOf(name) !== at))].map(
      (name) => `host ${name} is there twice: give each its own name`,
    ),
    ...all
      .filter((name) => name === 'all' || (isPlain(groups) && Object.hasOwn(groups, name)))
      .map((name) => `${name} is both a host and a group: rename one`),
    ...all
      .filter((name) => !/^[A-Za-z0-9_][\w.-]*$/.test(name))
      .map((name) => `host name ${JSON.stringify(name)}: use letters, digits, dots, - and _`),
  ]
}

/** Children that are no group, and groups that contain themselves. */
function groupFaults({ hosts, groups }: Spec): string[] {
  if (!isPlain(groups)) return []
  const childrenOf = (group: string) => textsOf(groups[group], 'children')
  const named = Object.values(Object(hosts)).flatMap((host) => textsOf(host, 'groups'))
  const known = [...new Set([...Object.keys(groups), ...named])]
  const strays = Object.keys(groups).flatMap((group) =>
    childrenOf(group)
      .filter((child) => !known.includes(child))
      .map((child) => `groups.${group}: its child ${child} is no group: ${meant(nearest(child, known), known)}`),
  )
  const walk = (group: string, path: readonly string[]): string[] =>
    path.includes(group)
      ? [`groups go round in a circle: ${[...path.slice(path.indexOf(group)), group].join(' > ')}`]
      : childrenOf(group).flatMap((child) => walk(child, [...path, group]))
  return [
    ...strays,
    ...Object.keys(groups)
      .flatMap((group) => walk(group, []))
      .slice(0, 1),
  ]
}

const textsOf = (found: unknown, key: string): string[] => {
  const list = isPlain(found) ? found[key] : undefined
  return Array.isArray(list) ? list.filter(isText) : []
}
