import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { linkCheck, sharedLink } from '../../files/shared-link.ts'
import { listOf, someOf } from '../../support/schema.ts'
import { member } from '../configuration/clustering.ts'
import { datasource } from '../configuration/datasource.ts'
import { mountRegistry } from '../configuration/mount-registry.ts'
import { ofProduct } from '../product.ts'
import { offset } from '../server/ports.ts'
import { clusterIsComplete } from './cluster-is-complete.ts'
import { datasourceWorks } from './datasource-works.ts'
import { serverIsUp } from './server-is-up.ts'

const nodeChecks = ofProduct({
  /** The port offset, as in carbon.xml. */
  offset,
  /** This node in the cluster. */
  self: member,
  /** All members, each with its own address. */
  members: someOf(member, 'the members of the cluster'),
  /** The data sources that must work. */
  datasources: someOf(datasource, 'data sources'),
  /** The data source that the registry is mounted from. */
  registry: datasource,
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
    mountRegistry({ home, version, datasource: registry }),
    ...links.map((link) => sharedLink(link)),
  ],
})
