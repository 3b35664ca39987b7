import { playbook } from '../lib/core/playbook.ts'
import { startPlays } from './pattern1/start.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/** The servers of the nodes, one after the other: started, or restarted where what they read has changed. Needs `start`. */
export default playbook('start', { vars: Pattern1, plays: startPlays, check: topologyFaults })
