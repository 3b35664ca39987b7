import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { listOf, someOf, text } from '../../support/schema.ts'
import { member } from '../configuration/clustering.ts'
import { datasource } from '../configuration/datasource.ts'
import { mountRegistry } from '../configuration/mount-registry.ts'
import { ofProduct } from '../product.ts'
import { offset } from '../server/ports.ts'
import { clusterIsComplete } from './verify-cluster.ts'
import { consoleAnswers, consoleCheck } from './verify-console.ts'
import { datasourceWorks } from './verify-datasource.ts'
import { linkCheck, sharedLink } from './verify-link.ts'
import { serverIsUp } from './verify-server.ts'
import { sessionsStick } from './verify-sessions.ts'
import { clocksAgree } from './verify-time.ts'

const nodeChecks = ofProduct({
  /** The port offset, as in carbon.xml. */
  offset,
  /** This node in the cluster. */
  self: member,
  /** All members, each with its own address. */
  members: someOf(member, 'the members of the cluster'),
  /** The data sources that must work. */
  datasources: someOf(datasource, 'data sources'),
  /** The data source that the registry is mounted from; from 5.9.0 on that needs no look. */
  registry: v.optional(datasource),
  /** Folders that the nodes share. Default: none. */
  links: v.optional(listOf(linkCheck, 'links, { path, target }')),
})
export type NodeChecks = v.InferInput<typeof nodeChecks>

/**
 * All that a node can tell of whether it works (guide: "Running the cluster"). Reads, changes nothing.
 *
 * @example play('verify nodes', inventory.group('is'), (host) => verifyNode(settings(host, inventory)))
 */
export const verifyNode = defineTask('verifyNode', {
  options: nodeChecks,
  tasks: ({ home, version, offset, self, members, datasources, registry, links = [] }) => [
    serverIsUp({ home, version, offset, self }),
    clusterIsComplete({ home, version, self, members }),
    ...datasources.map((one) => datasourceWorks({ home, version, datasource: one })),
    registry === undefined ? [] : mountRegistry({ home, version, datasource: registry }),
    ...links.map((link) => sharedLink(link)),
  ],
})

const clusterChecks = v.strictObject({
  /** The load balancer, as this node sees it. */
  front: consoleCheck,
  /** Names of the other hosts of the inventory, whose clocks must agree. Default: none. */
  others: v.optional(listOf(text('the name of a host'), 'names of other hosts')),
})
export type ClusterChecks = v.InferInput<typeof clusterChecks>

/**
 * What a node can tell of the cluster as a whole. These checks ask other hosts, too: in a play of their own, after those of
 * the nodes, a host that cannot be reached hides nothing else.
 *
 * @example
 * play('verify cluster', inventory.group('is'), () =>
 *   verifyCluster({ front: { hostname: 'is.example.com', trust: on('lb', contentFact('/etc/nginx/ssl/is.crt')) }, others: ['lb'] }))
 */
export const verifyCluster = defineTask('verifyCluster', {
  options: clusterChecks,
  tasks: ({ front: { trust, page, ...front }, others = [] }) => [
    consoleAnswers({ ...front, trust, page }),
    sessionsStick(front),
    ...(others.length > 0 ? [clocksAgree({ others })] : []),
  ],
})
