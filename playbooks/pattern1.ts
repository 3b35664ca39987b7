import { playbook } from '../lib/core/playbook.ts'
import { databasePlays } from './pattern1/databases.ts'
import { loadBalancerPlays } from './pattern1/load-balancer.ts'
import { nodePlay } from './pattern1/node.ts'
import { startPlays } from './pattern1/start.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'
import { verifyPlays } from './pattern1/verify.ts'

/**
 * "Setting up deployment pattern 1" of WSO2 Identity Server: a highly available cluster, in the order of the guide. Each part
 * is there when the inventory asks for it: databases with `databaseAdmin`, the load balancer with a host in the group `lb`,
 * the start with `start`.
 */
export default playbook('pattern1', {
  vars: Pattern1,
  plays: (inventory) => [
    ...databasePlays(inventory),
    nodePlay(inventory),
    ...loadBalancerPlays(inventory),
    ...startPlays(inventory),
  ],
  check: topologyFaults,
  verify: verifyPlays,
})

export { Pattern1 }
