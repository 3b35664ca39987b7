import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import { type Resources, tagged } from '../../lib/core/resource.ts'
import { hostsEntry } from '../../tasks/edits/hosts-entry.ts'
import { mount } from '../../tasks/system/mount.ts'
import {
  bpsDatasource,
  carbonServer,
  catalinaServer,
  clustering,
  dashboard,
  disableEmbeddedLdap,
  identityPersistence,
  identityServerHome,
  jdbcDriver,
  masterDatasources,
  mountRegistry,
  nodeKeystore,
  primaryUserStore,
  sharedFiles,
} from '../../tasks/wso2is/index.ts'
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
  const { home, version, share } = is
  return [
    tagged(['product'], identityServerHome({ home, version, pack: is.pack })),
    tagged(
      ['user-store'], // Configuring the user store
      [
        is.driver === undefined ? [] : jdbcDriver({ home, version, driver: is.driver }),
        disableEmbeddedLdap({ home, version }),
        primaryUserStore({ home, version, datasource: is.jndi.realm, store: is.userStore }),
      ],
    ),
    tagged(
      ['datasources'], // Configuring the datasources
      [
        masterDatasources({ home, version, datasources: is.datasources }),
        bpsDatasource({ home, version, database: is.databases.identity }),
      ],
    ),
    tagged(['registry'], mountRegistry({ home, version, datasource: is.registry })), // Mounting the registry
    tagged(
      ['clustering'], // Clustering Identity Server for high availability
      [
        clustering({ home, version, domain: is.domain, self: is.self, members: is.members }),
        identityPersistence({ home, version, datasource: is.jndi.identity, sessions: is.sessions }),
      ],
    ),
    tagged(
      ['hostnames'], // Changing hostnames and ports
      [
        catalinaServer({ home, version, proxyPorts: is.proxyPorts, remoteIpValve: is.remoteIpValve }),
        carbonServer({
          home,
          version,
          hostname: is.hostname,
          managementHostname: is.managementHostname,
          offset: is.offset,
        }),
        is.loadBalancer === undefined
          ? []
          : hostsEntry({ address: is.loadBalancer, names: is.names, path: is.hostsFile }),
      ],
    ),
    // Setting up the dashboard: before its files are shared, so that a share starts with what is right
    tagged(['dashboard'], dashboard({ home, version, hostname: is.hostname, port: is.proxyPorts.https })),
    tagged(
      ['shared-files'], // Enabling artifact synchronization
      [
        share?.mount === undefined ? [] : mount({ path: share.path, ...share.mount }),
        share === undefined ? [] : sharedFiles({ home, version, share: share.path, what: share.what }),
      ],
    ),
    // Not in the guide: the pack's certificate is for localhost
    tagged(['keystore'], is.keystore === undefined ? [] : nodeKeystore({ home, version, ...is.keystore })),
  ]
}
