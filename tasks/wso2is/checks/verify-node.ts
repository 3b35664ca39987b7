import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { linkCheck, sharedLink } from '../../files/shared-link.ts'
import { java } from '../../java/java-version.ts'
import { listOf, someOf, textOrSecret } from '../../support/schema.ts'
import { member } from '../configuration/clustering.ts'
import { datasource } from '../configuration/datasource.ts'
import { mountRegistry } from '../configuration/mount-registry.ts'
import { userDirectory } from '../configuration/user-directory.ts'
import { ofProduct } from '../product.ts'
import { offset } from '../server/ports.ts'
import { clusterIsComplete } from './cluster-is-complete.ts'
import { datasourceWorks } from './datasource-works.ts'
import { directoryWorks } from './directory-works.ts'
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
  /** The data source that the registry is mounted from; from 5.9.0 on that needs no look. */
  registry: v.optional(datasource),
  /** The directory that users are in. Default: they are in a database. */
  directory: v.optional(userDirectory),
  /** Of the node's client-truststore.jks, by which the directory is trusted. Default: wso2carbon, as in the pack. */
  truststorePassword: v.optional(textOrSecret),
  /** The JVM of the server, by which the directory is asked. Default: the one that `java` on the path is of. */
  java: v.optional(java),
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
  tasks: ({ home, version, offset, self, members, datasources, directory, registry, links = [], ...asks }) => [
    serverIsUp({ home, version, offset, self }),
    clusterIsComplete({ home, version, self, members }),
    ...datasources.map((one) => datasourceWorks({ home, version, datasource: one })),
    ...(directory === undefined ? [] : [directoryWorks({ home, version, directory, ...asks })]),
    registry === undefined ? [] : mountRegistry({ home, version, datasource: registry }),
    ...links.map((link) => sharedLink(link)),
  ],
})
