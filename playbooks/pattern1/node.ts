import { localFact } from '../../lib/core/fact.ts'
import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import { type Resources, tagged } from '../../lib/core/resource.ts'
import { hostsEntry } from '../../tasks/edits/hosts-entry.ts'
import { mount } from '../../tasks/system/mount.ts'
import {
  bpsDatasource,
  carbonServer,
  catalinaServer,
  clientTruststore,
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
import { type Settings, settings } from './settings.ts'
import type { State, Variables } from './variables.ts'

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
  const { home, version } = is
  return [
    tagged(['product'], unpacked(is)),
    tagged(
      ['user-store'], // Configuring the user store
      [
        driverInstalled(is),
        disableEmbeddedLdap({ home, version }),
        primaryUserStore({ home, version, datasource: is.jndi.realm, store: is.userStore }),
        directoryTrust(is),
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
        balancerName(is),
      ],
    ),
    // Setting up the dashboard: before its files are shared, so that a share starts with what is right
    tagged(['dashboard'], dashboard({ home, version, hostname: is.hostname, port: is.proxyPorts.https })),
    tagged(
      ['shared-files'], // Enabling artifact synchronization
      [shareMounted(is), shareUsed(is)],
    ),
    // Not in the guide: the pack's certificate is for localhost
    tagged(['keystore'], is.keystore === undefined ? [] : nodeKeystore({ home, version, ...is.keystore })),
  ]
}

/** What stands outside of the files of the pack, or may be taken away from them. */
export const unpacked = ({ home, version, pack }: Settings, state?: State): Resources =>
  identityServerHome({ home, version, pack, state, recursive: state === 'absent' ? true : undefined })

export const driverInstalled = ({ home, version, driver }: Settings, state?: State): Resources =>
  driver === undefined ? [] : jdbcDriver({ home, version, driver, state })

/** The certificate of the directory that users are in, where one is given. */
export function directoryTrust(is: Settings, state?: State): Resources {
  const { home, version, userStore, truststorePassword: password, java } = is
  if (userStore.kind === 'jdbc' || userStore.certificate === undefined) return []
  const certificate = localFact(userStore.certificate)
  return clientTruststore({ home, version, alias: 'user-store', certificate, password, javaHome: java?.home, state })
}

export const balancerName = ({ loadBalancer, names, hostsFile }: Settings, state?: State): Resources =>
  loadBalancer === undefined ? [] : hostsEntry({ address: loadBalancer, names, path: hostsFile, state })

export const shareMounted = ({ share }: Settings, state?: State): Resources =>
  share?.mount === undefined ? [] : mount({ path: share.path, ...share.mount, state })

export const shareUsed = ({ home, version, share }: Settings, state?: State): Resources =>
  share === undefined ? [] : sharedFiles({ home, version, share: share.path, what: share.what, state })
