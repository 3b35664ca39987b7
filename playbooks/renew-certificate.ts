import { playbook } from '../lib/core/playbook.ts'
import { loadBalancerPlays } from './pattern1/load-balancer.ts'
import { startPlays } from './pattern1/start.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/**
 * The load balancer's certificate, renewed where it ends within `tls.renewBefore` days or `tls.from` names another one;
 * then in the trust store of every node, which are restarted one after the other.
 *
 * To renew one that is good for longer: `--set tls.days=400 --set tls.renewBefore=370`.
 */
export default playbook('renew-certificate', {
  vars: Pattern1,
  plays: (inventory) => [...loadBalancerPlays(inventory), ...startPlays(inventory)],
  check: topologyFaults,
})
