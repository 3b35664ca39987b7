import type { Resource } from '../../lib/core/resource.ts'
import type { Member } from './clustering.ts'
import type { Datasource } from './datasource.ts'
import type { IdentityServer } from './product.ts'
import { mountRegistry } from './registry-mount.ts'
import { clusterIsComplete } from './verify-cluster.ts'
import { type ConsoleCheck, consoleAnswers } from './verify-console.ts'
import { datasourceWorks } from './verify-datasource.ts'
import { type LinkCheck, sharedLink } from './verify-link.ts'
import { serverIsUp } from './verify-server.ts'
import { sessionsStick } from './verify-sessions.ts'
import { clocksAgree } from './verify-time.ts'

export interface NodeChecks extends IdentityServer {
  /** The port offset, as in carbon.xml. */
  readonly offset: number
  /** This node in the cluster. */
  readonly self: Member
  /** All members, each with its own address. */
  readonly members: readonly Member[]
  /** The data sources that must work. */
  readonly datasources: readonly Datasource[]
  /** The data source that the registry is mounted from. */
  readonly registry: Datasource
  /** Folders that the nodes share. Default: none. */
  readonly links?: readonly LinkCheck[]
}

/**
 * All that a node can tell of whether it works (guide: "Running the cluster"). Reads, changes nothing.
 *
 * @example play('verify nodes', inventory.group('is'), (host) => verifyNode(settings(host, inventory)))
 */
export const verifyNode = ({
  home,
  offset,
  self,
  members,
  datasources,
  registry,
  links = [],
}: NodeChecks): Resource[] => [
  serverIsUp({ home, offset, self }),
  clusterIsComplete({ home, self, members }),
  ...datasources.map((datasource) => datasourceWorks({ home, datasource })),
  mountRegistry({ home, datasource: registry }),
  ...links.map((link) => sharedLink(link)),
]

export interface ClusterChecks {
  /** The load balancer, as this node sees it. */
  readonly front: ConsoleCheck
  /** Names of the other hosts of the inventory, whose clocks must agree. Default: none. */
  readonly others?: readonly string[]
}

/**
 * What a node can tell of the cluster as a whole. These checks ask other hosts, too: in a play of their own, after those of
 * the nodes, a host that cannot be reached hides nothing else.
 *
 * @example
 * play('verify cluster', inventory.group('is'), () =>
 *   verifyCluster({ front: { hostname: 'is.example.com', trust: on('lb', contentFact('/etc/nginx/ssl/is.crt')) }, others: ['lb'] }))
 */
export const verifyCluster = ({ front, others = [] }: ClusterChecks): Resource[] => [
  consoleAnswers(front),
  sessionsStick(front),
  ...(others.length > 0 ? [clocksAgree({ others })] : []),
]
