import { UsageError } from '../../core/failure.ts'
import { yaml } from '../../edit/yaml/package.ts'
import { type AnsibleInventory, addHosts, emptyInventory, groupIn, type Variables } from './ansible-model.ts'

/** Reads an inventory of Ansible in its YAML form. A UsageError says what cannot be read, and where. */
export function readAnsibleYaml(text: string): AnsibleInventory {
  const inventory = emptyInventory()
  for (const [name, group] of Object.entries(mapping(readYaml(text), 'the file'))) addGroup(inventory, name, group)
  return inventory
}

/** What a file of variables says. */
export const readVariables = (text: string): Variables => mapping(readYaml(text), 'the file')

function readYaml(text: string): unknown {
  const document = yaml().parseDocument(text, { customTags: [vault] })
  const [first] = document.errors
  if (first) throw new UsageError(`it cannot be read: ${first.message.split('\n')[0]}`)
  return document.toJS()
}

/** What Ansible has encrypted stays what it is, by name. */
const vault = { tag: '!vault', resolve: () => vaulted }
export const vaulted = '!vault'

function addGroup(inventory: AnsibleInventory, name: string, found: unknown): void {
  const { hosts, children, vars, ...rest } = mapping(found, name)
  const [stray] = Object.keys(rest)
  if (stray !== undefined) throw new UsageError(`${name}.${stray} is none of hosts, children and vars`)
  Object.assign(groupIn(inventory, name).vars, mapping(vars, `${name}.vars`))
  for (const [pattern, own] of Object.entries(mapping(hosts, `${name}.hosts`)))
    addHosts(inventory, name, pattern, mapping(own, `${name}.hosts.${pattern}`))
  for (const [child, inner] of Object.entries(mapping(children, `${name}.children`))) {
    groupIn(inventory, name).children.add(child)
    addGroup(inventory, child, inner)
  }
}

function mapping(found: unknown, where: string): Variables {
  if (found === null || found === undefined) return {}
  if (typeof found === 'object' && !Array.isArray(found)) return found as Variables
  throw new UsageError(`${where} is no mapping`)
}
