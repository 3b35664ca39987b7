import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fixture } from '../fixture.ts'
import { plainEnv, type Tool } from './tool.ts'

const strategies = '/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy'

/** Ansible as its own guide tunes it: pipelining, as many forks as ours, one connection for all of a run. */
export const ansible = (): Tool => ansibleTool('ansible', 'tuned.cfg')

/** The same playbook by the strategy of Mitogen. */
export const mitogen = (): Tool => ansibleTool('mitogen', 'mitogen.cfg', strategies)

function ansibleTool(name: 'ansible' | 'mitogen', config: string, plugins?: string): Tool {
  const there = spawnSync('ansible-playbook', ['--version'], { env: plainEnv(), stdio: 'ignore' }).status === 0
  const missing = !there
    ? 'apt-get install ansible'
    : plugins !== undefined && !existsSync(plugins)
      ? 'apt-get install ansible-mitogen'
      : undefined
  return {
    name,
    missing,
    command: async (phase, { job }) => ({
      argv: [
        ...['ansible-playbook', '-i', fixture('peers/ansible/inventory.py'), fixture('peers/ansible/site.yml')],
        ...(phase.startsWith('check') ? ['--check'] : []),
      ],
      env: {
        ...plainEnv(),
        RUNBOOK_BENCH_JOB: job,
        ANSIBLE_CONFIG: fixture(`peers/ansible/${config}`),
        ANSIBLE_NOCOLOR: '1',
        ANSIBLE_SSH_CONTROL_PATH_DIR: join(dirname(job), 'masters'),
        ...(plugins === undefined ? {} : { ANSIBLE_STRATEGY_PLUGINS: plugins }),
      },
      cwd: dirname(job),
    }),
  }
}
