import { playbook } from '../lib/core/playbook.ts'
import { balancerPlays, trustPlays } from './pattern1/load-balancer.ts'
import { nodePlay } from './pattern1/node.ts'
import { startPlays } from './pattern1/start.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/**
 * A node that the inventory names since its last run: it is set up, all nodes get it as a member and are restarted one
 * after the other, and only then the load balancer sends requests to it. `pattern1` comes to the same end.
 */
export default playbook('add-node', {
  vars: Pattern1,
  plays: (inventory) => [
    nodePlay(inventory),
    ...trustPlays(inventory),
    ...startPlays(inventory),
    ...balancerPlays(inventory),
  ],
  check: topologyFaults,
})
