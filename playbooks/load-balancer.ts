import { playbook } from '../lib/core/playbook.ts'
import { loadBalancerPlays } from './pattern1/load-balancer.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/** The part of pattern 1 that its name says, on its own. */
export default playbook('load-balancer', { vars: Pattern1, plays: loadBalancerPlays, check: topologyFaults })
