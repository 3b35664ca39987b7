import { playbook } from '../lib/core/playbook.ts'
import { databasePlays } from './pattern1/databases.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'

/** The databases of pattern 1 with their user and their tables, as `pattern1` makes them first. Needs `databaseAdmin`. */
export default playbook('databases', { vars: Pattern1, plays: databasePlays, check: topologyFaults })
