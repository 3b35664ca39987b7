import { play, playbook } from '../lib/core/playbook.ts'
import { hostsEntry } from '../tasks/hosts-entry.ts'
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
  primaryUserStore,
} from '../tasks/wso2is/index.ts'
import { settings } from './pattern1/settings.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/** "Setting up deployment pattern 1" of WSO2 Identity Server: a highly available cluster, in the order of the guide. */
export default playbook(
  'pattern1',
  Pattern1,
  (_vars, inventory) => [
    play('identity server', inventory.group('is'), (host) => {
      const is = settings(host, inventory)
      return [
        identityServerHome(is),

        // Configuring the user store
        is.driver === undefined ? [] : jdbcDriver({ home: is.home, driver: is.driver }),
        disableEmbeddedLdap(is),
        primaryUserStore({ home: is.home, datasource: is.jndi.realm, store: is.userStore }),

        // Configuring the datasources
        masterDatasources({ home: is.home, datasources: is.datasources }),
        bpsDatasource({ home: is.home, database: is.databases.identity }),

        // Mounting the registry
        mountRegistry({ home: is.home, datasource: is.registry }),

        // Clustering Identity Server for high availability
        clustering({ home: is.home, domain: is.domain, self: is.self, members: is.members }),
        identityPersistence({ home: is.home, datasource: is.jndi.identity, sessions: is.sessions }),

        // Changing hostnames and ports
        catalinaServer({ home: is.home, proxyPorts: is.proxyPorts, remoteIpValve: is.remoteIpValve }),
        carbonServer(is),
        is.loadBalancer === undefined
          ? []
          : hostsEntry({ address: is.loadBalancer, names: is.names, path: is.hostsFile }),

        // Setting up the dashboard
        dashboard({ home: is.home, hostname: is.hostname, port: is.proxyPorts.https }),
      ]
    }),
  ],
  { check: topologyFaults },
)

export { Pattern1 }
