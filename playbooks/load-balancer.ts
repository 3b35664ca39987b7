import { playbook } from '../lib/core/playbook.ts'
import { loadBalancerPlays } from './pattern1/load-balancer.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/** nginx with its certificate on the hosts of the group `lb`, and the nodes' trust in it: the nodes are not restarted. */
export default playbook('load-balancer', { vars: Pattern1, plays: loadBalancerPlays, check: topologyFaults })
