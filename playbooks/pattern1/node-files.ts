import { type Resources, tagged } from '../../lib/core/resource.ts'
import {
  bpsDatasource,
  carbonServer,
  catalinaServer,
  clustering,
  dashboard,
  disableEmbeddedLdap,
  identityPersistence,
  masterDatasources,
  mountRegistry,
  nodeKeystore,
  primaryUserStore,
} from '../../tasks/wso2is/index.ts'
import { balancerName, directoryTrust, driverInstalled, keystoreTrust, shareMounted, shareUsed } from './node-parts.ts'
import type { Settings } from './settings.ts'

/** The configuration of a node of a version that is configured file by file: the guide as it stands. */
export function fileNode(is: Settings): Resources {
  const { home, version } = is
  return [
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
    tagged(
      ['keystore'],
      is.keystore === undefined ? [] : [nodeKeystore({ home, version, ...is.keystore }), keystoreTrust(is)],
    ),
  ]
}
