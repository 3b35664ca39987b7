/** Variables by name, as data. */
export type Variables = Record<string, unknown>

/** What an inventory of Ansible says. The groups `all` and `ungrouped` are as any other here. */
export interface AnsibleInventory {
  readonly hosts: Map<string, Variables>
  readonly groups: Map<string, AnsibleGroup>
}

export interface AnsibleGroup {
  readonly hosts: Set<string>
  readonly children: Set<string>
  readonly vars: Variables
}

export const emptyInventory = (): AnsibleInventory => ({ hosts: new Map(), groups: new Map() })

/** The group of that name, made where there is none yet. */
export function groupIn({ groups }: AnsibleInventory, name: string): AnsibleGroup {
  const found = groups.get(name) ?? { hosts: new Set(), children: new Set(), vars: {} }
  groups.set(name, found)
  return found
}

/** Puts the hosts of a pattern into a group, with variables. A pattern may end with a port, as in `db-[1:3]:2222`. */
export function addHosts(inventory: AnsibleInventory, group: string, pattern: string, vars: Variables): void {
  const [, names = pattern, port] = /^((?:[^:[\]]|\[[^\]]*\])+):(\d+)$/.exec(pattern) ?? []
  const own = port === undefined ? vars : { ansible_port: Number(port), ...vars }
  for (const name of rangeOf(names)) {
    groupIn(inventory, group).hosts.add(name)
    inventory.hosts.set(name, { ...inventory.hosts.get(name), ...own })
  }
}

/**
 * The names that a pattern stands for.
 *
 * @example rangeOf('web[01:03]') // ['web01', 'web02', 'web03']
 * @example rangeOf('db-[a:c]') // ['db-a', 'db-b', 'db-c']
 */
export function rangeOf(pattern: string): string[] {
  const [, head = '', from, to, step = '1', tail = ''] = /^(.*?)\[(\w+):(\w+)(?::(\d+))?\](.*)$/.exec(pattern) ?? []
  if (from === undefined || to === undefined) return [pattern]
  const isNumber = /^\d+$/.test(from) && /^\d+$/.test(to)
  const [first, last] = isNumber ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)]
  const found: string[] = []
  for (let at = first; at <= last && found.length < mostHosts; at += Math.max(1, Number(step))) {
    const middle = isNumber ? String(at).padStart(from.length, '0') : String.fromCharCode(at)
    found.push(...rangeOf(`${head}${middle}${tail}`))
  }
  return found
}

const mostHosts = 10_000
