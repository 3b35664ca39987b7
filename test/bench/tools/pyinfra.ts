import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fixture } from '../fixture.ts'
import { plainEnv, type Tool } from './tool.ts'

/** pyinfra, where Debian's Python finds it: RUNBOOK_BENCH_PYTHONPATH names folders beside its own. */
export function pyinfra(): Tool {
  const env = { ...plainEnv(), PYTHONPATH: process.env.RUNBOOK_BENCH_PYTHONPATH ?? '' }
  const found = spawnSync('/usr/bin/python3', [fixture('peers/pyinfra/run.py'), '--version'], { env, stdio: 'ignore' })
  return {
    name: 'pyinfra',
    missing:
      found.status === 0 ? undefined : 'name folders with pyinfra and what it imports by RUNBOOK_BENCH_PYTHONPATH',
    command: async (phase, { job }) => ({
      argv: [
        ...['/usr/bin/python3', fixture('peers/pyinfra/run.py'), phase.startsWith('check') ? '--dry' : '-y'],
        ...[fixture('peers/pyinfra/inventory.py'), fixture('peers/pyinfra/deploy.py')],
      ],
      env: { ...env, RUNBOOK_BENCH_JOB: job },
      cwd: dirname(job),
    }),
  }
}
