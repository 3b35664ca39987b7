import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { hostsEntry } from '../../tasks/edits/hosts-entry.ts'
import { absent } from '../../tasks/files/absent.ts'
import { nginxInputs, nginxSites } from '../../tasks/nginx/index.ts'
import { mount } from '../../tasks/system/mount.ts'
import { service } from '../../tasks/system/service.ts'
import { dropDatabases } from '../../tasks/wso2is/index.ts'
import { databaseHosts } from './databases.ts'
import { sitesOf } from './load-balancer.ts'
import { settings } from './settings.ts'
import { stopped } from './start.ts'
import type { Variables } from './variables.ts'

/** What pattern 1 has made, taken away in the reverse order: requests first, then servers, then what they need. */
export const teardownPlays = (inventory: Inventory<Variables>, drops: boolean): Play[] => [
  play('take nginx’s sites away', inventory.group('lb', { optional: true }), (host) => withoutSites(host, inventory)),
  play('take the nodes down', inventory.group('is'), (host) => withoutNode(host, inventory)),
  play('take the databases away', databaseHosts(inventory), (host) => withoutDatabases(host, inventory, drops), {
    requires: inventory.group('is'),
  }),
]

function withoutSites(host: Host<Variables>, inventory: Inventory<Variables>): Resources {
  const { certificate, key } = host.vars.tls
  return [
    nginxSites({ sites: [], absent: sitesOf(host, inventory).map(({ file }) => file) }),
    service({ name: 'nginx', reload: true, inputs: nginxInputs({ sites: [] }) }),
    absent({ path: certificate }),
    absent({ path: key }),
    absent({ path: `${certificate}.d`, recursive: true }),
  ]
}

function withoutNode(host: Host<Variables>, inventory: Inventory<Variables>): Resources {
  const { home, pack, share, start, loadBalancer, names, hostsFile } = settings(host, inventory)
  const unit = start?.unit && `/etc/systemd/system/${start.unit.name}.service`
  return [
    stopped(host),
    unit === undefined
      ? []
      : [absent({ path: unit.replace('system/', 'system/multi-user.target.wants/') }), absent({ path: unit })],
    // Of a home that was there before only its owner knows what it is worth.
    pack === undefined ? [] : absent({ path: home, recursive: true }),
    share?.mount === undefined ? [] : mount({ path: share.path, ...share.mount, state: 'absent' }),
    loadBalancer === undefined ? [] : hostsEntry({ address: loadBalancer, names, path: hostsFile, state: 'absent' }),
  ].flat()
}

function withoutDatabases(host: Host<Variables>, inventory: Inventory<Variables>, drops: boolean): Resources {
  const { databases, version, databaseAdmin: admin, scripts } = settings(host, inventory)
  return [
    drops && admin ? dropDatabases({ databases, version, admin: admin.login }) : [],
    absent({ path: scripts, recursive: true }),
  ].flat()
}
