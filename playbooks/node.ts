import { playbook } from '../lib/core/playbook.ts'
import { nodePlay } from './pattern1/node.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/** The files of the nodes: product, configuration and shares. No server is started or restarted: that is `start`. */
export default playbook('node', { vars: Pattern1, plays: (inventory) => [nodePlay(inventory)], check: topologyFaults })
