import type { Host, Inventory } from '../../lib/core/inventory.ts'
import type { Variables } from './variables.ts'

/** A name for the machine that a host is on: equal for two hosts that are certainly on the same one. */
export const machineOf = ({ connect, name }: Host): string =>
  connect.kind === 'ssh'
    ? `${connect.address}:${connect.options.port ?? ''}`
    : connect.kind === 'local'
      ? 'this machine'
      : `${connect.argv.join(' ')}${name}`

/** Of nodes that share a machine, the first writes its hosts file: a second one would find it changed under its hands. */
export function writesHostsFile(host: Host<Variables>, inventory: Inventory<Variables>): boolean {
  const sharers = inventory
    .group('is')
    .filter((other) => machineOf(other) === machineOf(host) && other.vars.hostsFile === host.vars.hostsFile)
  return sharers[0]?.name === host.name
}
