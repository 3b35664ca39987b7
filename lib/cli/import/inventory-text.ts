import type { AnsibleInventory, Variables } from './ansible-model.ts'
import { reached } from './connection-text.ts'
import { keyOf, object, type Pairs, valueWriter } from './value-text.ts'

export interface Written {
  /** An inventory of ours, as TypeScript. */
  readonly text: string
  /** What could not be taken over as it is. */
  readonly notes: readonly string[]
}

/** The same hosts, groups and variables as an inventory of ours; how a host is reached comes from all of its groups. */
export function inventoryText(inventory: AnsibleInventory, from: string): Written {
  const notes = new Set<string>()
  const used = new Set(['defineInventory'])
  const value = valueWriter(notes, used)
  const all = inventory.groups.get('all')?.vars ?? {}
  const hosts = [...inventory.hosts].map(([name, own]) => {
    const { connect, become } = reached(name, merged(inventory, name, own), { notes, used, value })
    const named = [...inventory.groups].flatMap(([group, { hosts }]) =>
      hosts.has(name) && isNamed(group) ? [group] : [],
    )
    return [
      name,
      [
        ['connect', connect],
        ...(become === undefined ? [] : [['become', become] as const]),
        ...(named.length === 0 ? [] : [['groups', value(named)] as const]),
        ...varsOf(own, value),
      ],
    ] as const
  })
  const groups = [...inventory.groups].flatMap(([name, { children, vars }]) => {
    const below = [...children].filter(isNamed)
    const inner = [...(below.length === 0 ? [] : [['children', value(below)] as const]), ...varsOf(vars, value)]
    return inner.length === 0 || !isNamed(name) ? [] : [[name, inner] as const]
  })
  const lines = [
    `hosts: {\n${hosts.map(([name, pairs]) => `    ${keyOf(name)}: ${object(pairs)},\n`).join('')}  }`,
    ...(groups.length === 0
      ? []
      : [`groups: {\n${groups.map(([name, pairs]) => `    ${keyOf(name)}: ${object(pairs)},\n`).join('')}  }`]),
    ...varsOf(all, value).map(([key, text]) => `${key}: ${text}`),
  ]
  const body = lines.map((line) => `  ${line},\n`).join('')
  const text = `import { ${[...used].sort().join(', ')} } from 'runbook'\n\n/** From ${from}, an inventory of Ansible. */\nexport default defineInventory({\n${body}})\n`
  return { text, notes: [...notes] }
}

const isNamed = (group: string): boolean => group !== 'all' && group !== 'ungrouped'

/** Variables that are no words of Ansible's own. */
function varsOf(vars: Variables, value: (found: unknown, name?: string) => string): Pairs {
  const own = Object.entries(vars).filter(([name]) => !name.startsWith('ansible_'))
  return own.length === 0 ? [] : [['vars', object(own.map(([name, found]) => [name, value(found, name)]))]]
}

/** Of all groups of a host, the outer ones first. */
function merged({ groups }: AnsibleInventory, host: string, own: Variables): Variables {
  const layer = (name: string, seen: readonly string[]): Variables => {
    if (seen.includes(name)) return {}
    const above = [...groups].flatMap(([parent, { children }]) => (children.has(name) ? [parent] : []))
    return Object.assign({}, ...above.map((parent) => layer(parent, [...seen, name])), groups.get(name)?.vars)
  }
  const named = [...groups].flatMap(([name, { hosts }]) => (hosts.has(host) ? [name] : []))
  return Object.assign({}, groups.get('all')?.vars, ...named.map((name) => layer(name, [])), own)
}
