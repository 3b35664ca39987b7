import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import { type Resources, tagged } from '../../lib/core/resource.ts'
import { isByToml } from '../../tasks/wso2is/index.ts'
import { fileNode } from './node-files.ts'
import { unpacked } from './node-parts.ts'
import { tomlNode } from './node-toml.ts'
import { settings } from './settings.ts'
import type { Variables } from './variables.ts'

/** The configuration of the nodes. Nodes that share all of their deployment write the same files: one after the other. */
export const nodePlay = (inventory: Inventory<Variables>): Play =>
  play(
    'identity server',
    inventory.group('is'),
    (host) => node(host, inventory),
    inventory.group('is').some(({ vars }) => vars.share?.what === 'deployment') ? { serial: 1 } : {},
  )

export function node(host: Host<Variables>, inventory: Inventory<Variables>): Resources {
  const is = settings(host, inventory)
  const { version } = is
  return [tagged(['product'], unpacked(is)), isByToml(version) ? tomlNode(is, version) : fileNode(is)]
}
