import { playbook } from '../lib/core/playbook.ts'
import { startPlays } from './pattern1/start.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/** The part of pattern 1 that its name says, on its own. */
export default playbook('start', { vars: Pattern1, plays: startPlays, check: topologyFaults })
