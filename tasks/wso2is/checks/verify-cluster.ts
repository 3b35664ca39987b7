import * as v from 'valibot'
import type { ContentAnswer } from '../../../lib/core/answers.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { clocksAgree } from '../../checks/clocks-agree.ts'
import { pageAnswers } from '../../checks/page-answers.ts'
import { sessionsStick } from '../../checks/sessions-stick.ts'
import { fact, host, hostName, listOf, objectOf, port, text, truth } from '../../support/schema.ts'
import { loginPage } from '../product.ts'

const front = objectOf('the load balancer, { hostname, port?, address?, page?, sessions?, trust? }', {
  /** The one name by which clients reach the cluster. */
  hostname: hostName,
  /** Default: 443. */
  port: v.optional(port),
  /** Where to connect to. Default: what the host takes the name for. */
  address: v.optional(host),
  /** The page that tells whether it works. Default: the console's login page. */
  page: v.optional(text('a path, from / on')),
  /** Whether the old console is reached there: its sessions show whether they stay on their node. Default: true. */
  sessions: v.optional(truth),
  /**
   * The certificate to trust, or that of who signed it: `on(lb, contentFact('/etc/nginx/ssl/is.crt'))`. Default: what the
   * host trusts.
   */
  trust: v.optional(fact<ContentAnswer>()),
})

const clusterChecks = v.strictObject({
  /** The load balancer, as this node sees it. */
  front,
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
  tasks: ({ front: { trust, page = loginPage, sessions = true, ...front }, others = [] }) => [
    pageAnswers({ ...front, path: page, trust }),
    sessions ? sessionsStick({ ...front, path: loginPage }) : [],
    ...(others.length > 0 ? [clocksAgree({ others })] : []),
  ],
})
