import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { absent } from '../../tasks/files/absent.ts'
import { created, databaseHosts } from './databases.ts'
import { pair, served, trust } from './load-balancer.ts'
import {
  balancerName,
  directoryTrust,
  driverInstalled,
  keystoreTrust,
  shareMounted,
  shareUsed,
  unpacked,
} from './node-parts.ts'
import { settings } from './settings.ts'
import { server } from './start.ts'
import type { Variables } from './variables.ts'

/** What pattern 1 has made, taken away in the reverse order: requests first, then servers, then what they need. */
export const teardownPlays = (inventory: Inventory<Variables>, drops: boolean): Play[] => [
  play('take nginx’s sites away', inventory.group('lb', { optional: true }), (host) => [
    served(host, inventory, 'absent'),
    pair(host, inventory, 'absent'),
  ]),
  play('take the nodes down', inventory.group('is'), (host) => withoutNode(host, inventory)),
  play('take the databases away', databaseHosts(inventory), (host) => withoutDatabases(host, inventory, drops), {
    requires: inventory.group('is'),
  }),
]

/** Of a home that was there before only its owner knows what it is worth: what was added to it goes, and it stays. */
function withoutNode(host: Host<Variables>, inventory: Inventory<Variables>): Resources {
  const is = settings(host, inventory)
  const [balancer] = inventory.group('lb', { optional: true })
  return [
    server(host, inventory, 'absent'),
    is.pack === undefined
      ? [
          shareUsed(is, 'absent'),
          driverInstalled(is, 'absent'),
          directoryTrust(is, 'absent'),
          keystoreTrust(is, 'absent'),
          balancer === undefined ? [] : trust(host, inventory, balancer, 'absent'),
        ]
      : unpacked(is, 'absent'),
    shareMounted(is, 'absent'),
    balancerName(is, 'absent'),
  ]
}

const withoutDatabases = (host: Host<Variables>, inventory: Inventory<Variables>, drops: boolean): Resources => [
  drops ? created(host, inventory, 'absent') : [],
  absent({ path: settings(host, inventory).scripts, recursive: true }),
]
