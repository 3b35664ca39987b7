import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { clocksAgree } from '../../checks/clocks-agree.ts'
import { listOf, text } from '../../support/schema.ts'
import { consoleAnswers, consoleCheck } from './console-answers.ts'
import { sessionsStick } from './sessions-stick.ts'

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
  tasks: ({ front: { trust, ...front }, others = [] }) => [
    consoleAnswers({ ...front, trust }),
    sessionsStick(front),
    ...(others.length > 0 ? [clocksAgree({ others })] : []),
  ],
})
