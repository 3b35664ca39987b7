import { machineOf } from '../../lib/core/connection.ts'
import type { Host, Inventory } from '../../lib/core/inventory.ts'
import type { Variables } from './variables.ts'

/** Of nodes that share a machine, the first writes its hosts file: a second one would find it changed under its hands. */
export function writesHostsFile(host: Host<Variables>, inventory: Inventory<Variables>): boolean {
  const sharers = inventory
    .group('is')
    .filter((other) => machineOf(other) === machineOf(host) && other.vars.hostsFile === host.vars.hostsFile)
  return sharers[0]?.name === host.name
}
