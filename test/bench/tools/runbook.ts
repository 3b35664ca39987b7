import { dirname, join } from 'node:path'
import { fixture } from '../fixture.ts'
import { plainEnv, type Tool } from './tool.ts'

/** Ours, as it is published and installed in a folder. */
export const runbook = (folder: string): Tool => ({
  name: 'runbook',
  command: async (phase, { job }) => ({
    argv: [
      ...[process.execPath, join(folder, 'node_modules/runbook/dist/lib/cli/main.js'), 'apply'],
      ...[fixture('job/inventory.ts'), fixture('job/site.ts'), '--forks', '30'],
      ...(phase.startsWith('check') ? ['--dry-run'] : []),
    ],
    env: { ...plainEnv(), RUNBOOK_BENCH_JOB: job },
    cwd: dirname(job),
  }),
})
