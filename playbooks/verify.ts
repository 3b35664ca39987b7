import { playbook } from '../lib/core/playbook.ts'
import { topologyFaults } from './pattern1/topology.ts'
import { Pattern1 } from './pattern1/variables.ts'
import { verifyPlays } from './pattern1/verify.ts'

/** The checks of pattern 1 on their own: `runbook verify INVENTORY verify` looks at all, an apply stops a host at its first fault. */
export default playbook('verify', { vars: Pattern1, plays: verifyPlays, check: topologyFaults, verify: verifyPlays })
