import { contentFact, on } from '../../lib/core/fact.ts'
import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { certificateLasts } from '../../tasks/checks/certificate-lasts.ts'
import { sharedLinks } from '../../tasks/wso2is/files/shared-files.ts'
import {
  deploymentToml,
  discoveryPage,
  isByToml,
  primaryUserStore,
  releaseOf,
  renderedConfiguration,
  serverIsHealthy,
  type TomlVersion,
  verifyCluster,
  verifyNode,
} from '../../tasks/wso2is/index.ts'
import { userStoreEdits } from '../../tasks/wso2is/settings/user-store-edits.ts'
import { jvmOf, memberOf, type Settings, settings } from './settings.ts'
import type { Variables } from './variables.ts'

/** What each host can tell of whether the cluster works. Reads only. */
export function verifyPlays(inventory: Inventory<Variables>): Play[] {
  const balancers = inventory.group('lb', { optional: true })
  const [first] = balancers
  const nodes = inventory.group('is')
  return [
    ...(first
      ? [play('verify the load balancer', balancers, ({ vars }) => certificateLasts({ path: vars.tls.certificate }))]
      : []),
    play('verify the nodes', nodes, (host) => {
      const is = settings(host, inventory)
      const { home, version, offset, self, datasources, share, userStore, truststorePassword } = is
      const links = share === undefined ? [] : sharedLinks({ home, version, share: share.path, what: share.what })
      return [
        verifyNode({
          registry: isByToml(version) ? undefined : is.registry,
          ...{ home, version, offset, self, members: nodes.map(memberOf), datasources, links },
          ...(userStore.kind === 'jdbc' ? {} : { directory: userStore, truststorePassword, java: jvmOf(is.java) }),
        }),
        // What was asked of a directory tells of the server only where its file says the same.
        userStore.kind === 'jdbc' || isByToml(version)
          ? []
          : primaryUserStore({ home, version, datasource: is.jndi.realm, store: userStore }),
        isByToml(version) ? verifyToml(is, version) : [],
      ]
    }),
    ...(first ? [clusterPlay(inventory, first)] : []),
  ]
}

/** What a server has made of deployment.toml, and how it says that it is. */
const verifyToml = (is: Settings, version: TomlVersion): Resources => {
  const { home, hostname, offset, domain, self, members, datasources, healthCheck } = is
  return [
    renderedConfiguration({ home, version, hostname, offset, domain, self, members, datasources }),
    is.userStore.kind === 'jdbc' ? [] : deploymentToml({ home, version, edits: userStoreEdits(version, is.userStore) }),
    healthCheck === false ? [] : serverIsHealthy({ home, version, offset }),
  ]
}

const clusterPlay = (inventory: Inventory<Variables>, balancer: Host<Variables>): Play =>
  play('verify the cluster', inventory.group('is'), ({ name, vars }) => {
    const { version, hostname, proxyPorts, loadBalancer, tls, nginx } = vars
    return verifyCluster({
      front: {
        hostname,
        port: proxyPorts.https,
        ...(loadBalancer === undefined ? {} : { address: loadBalancer }),
        trust: on(balancer, contentFact(tls.certificate)),
        page: nginx.endpoints ? discoveryPage : releaseOf(version).page,
        sessions: !nginx.endpoints,
      },
      others: inventory.hosts.map((host) => host.name).filter((other) => other !== name),
    })
  })
