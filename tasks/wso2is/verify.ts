import type { ContentAnswer, Fact } from '../../lib/core/fact.ts'
import type { Resource } from '../../lib/core/task.ts'
import type { Member } from './clustering.ts'
import type { Datasource } from './datasource.ts'
import type { Front } from './https-request.ts'
import type { IdentityServer } from './product.ts'
import { mountRegistry } from './registry-mount.ts'
import { clusterIsComplete } from './verify-cluster.ts'
import { consoleAnswers } from './verify-console.ts'
import { datasourceWorks } from './verify-datasource.ts'
import { type LinkCheck, sharedLink } from './verify-link.ts'
import { serverIsUp } from './verify-server.ts'
import { sessionsStick } from './verify-sessions.ts'
import { clocksAgree } from './verify-time.ts'

export interface NodeChecks extends IdentityServer {
  readonly offset: number
  readonly self: Member
  /** All members, each with its own address. */
  readonly members: readonly Member[]
  readonly datasources: readonly Datasource[]
  /** The data source that the registry is mounted from. */
  readonly registry: Datasource
  /** Folders that the nodes share. Default: none. */
  readonly links?: readonly LinkCheck[]
  /** The load balancer, as this node sees it. Default: none is looked at. */
  readonly front?: Front & { readonly trust?: Fact<ContentAnswer> }
  /** Names of the other hosts of the inventory, whose clocks must agree. Default: none. */
  readonly others?: readonly string[]
}

/**
 * All that a node can tell of whether the cluster works (guide: "Running the cluster"). Reads, changes nothing.
 *
 * @example play('verify', inventory.group('is'), (host) => verifyNode({ ...settings(host, inventory), others: ['lb'] }))
 */
export const verifyNode = (args: NodeChecks): Resource[] => {
  const { home, offset, self, members, datasources, registry, links = [], front, others = [] } = args
  return [
    serverIsUp({ home, offset, self }),
    clusterIsComplete({ home, self, members }),
    ...datasources.map((datasource) => datasourceWorks({ home, datasource })),
    mountRegistry({ home, datasource: registry }),
    ...links.map((link) => sharedLink(link)),
    ...(front ? [consoleAnswers(front), sessionsStick(front)] : []),
    ...(others.length > 0 ? [clocksAgree({ others })] : []),
  ]
}
