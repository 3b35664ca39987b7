import { playbook } from '../lib/core/playbook.ts'
import { databasePlays } from './pattern1/databases.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/** The part of pattern 1 that its name says, on its own. */
export default playbook('databases', { vars: Pattern1, plays: databasePlays, check: topologyFaults })
