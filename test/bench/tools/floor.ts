import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { firstApply } from '../floor/first-apply.ts'
import { recordedProbe } from '../floor/recorded-probe.ts'
import type { Spoken } from '../floor/say.ts'
import type { Inputs } from '../job/inputs.ts'
import { plainEnv, type Tool } from './tool.ts'

/**
 * What no tool can go below on these hosts, all of them in one process that loads nothing but what it needs: of a converged
 * run the start of node, the handshake, and the questions that `runbook` asks; of a first apply one script by hand.
 */
export function floor(runbook: Tool, inputs: Inputs): Tool {
  let probe: readonly Spoken[] | undefined
  return {
    name: 'floor',
    async command(phase, hosts) {
      if (phase === 'check-fresh' || phase === 'check-converged') return undefined
      if (phase === 'converged') probe ??= await recordedProbe(runbook, hosts)
      const said = join(dirname(hosts.job), `${phase}.floor.json`)
      writeFileSync(said, JSON.stringify(phase === 'apply' ? firstApply(inputs, dirname(hosts.job)) : probe))
      return {
        argv: [process.execPath, fileURLToPath(new URL('../floor/say.js', import.meta.url)), said],
        env: { ...plainEnv(), RUNBOOK_BENCH_JOB: hosts.job },
        cwd: dirname(hosts.job),
      }
    },
  }
}
