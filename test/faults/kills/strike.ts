import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Job, JobRan } from './job.ts'
import { type Victim, watching } from './tools.ts'

export interface Strike {
  readonly victim: Victim
  /** The number of the call of a tool at which it falls, from 1. */
  readonly at: number
  /** So many seconds after that call has begun; 0: before it does anything. */
  readonly after: number
}

/** Runs the job and strikes. Gives how the command ended, and the calls up to the strike; none where it never fell. */
export async function struck(job: Job, strike: Strike): Promise<{ ran: JobRan; calls: readonly string[] }> {
  const { victim, at, after } = strike
  await job.control.run(`${watching(true)}; echo ${at} ${victim} ${after} >/srv/strike/at`)
  const ran = victim === 'controller' ? await killed(job) : await job.run()
  // What was let go of on the host ends by itself, and gives the host back, with its lock: to look at that must not make it anew.
  const said = await job.control.run(`${watching(false)}; rm -f /srv/strike/at /srv/strike/reached
(exec 6</var/tmp/.runbook-lock && timeout 60 flock 6) 2>/dev/null
[ ! -e /srv/strike/struck ] || head -n "$(cat /srv/strike/struck)" /srv/strike/log`)
  return { ran, calls: said.split('\n').filter(Boolean) }
}

/** The command in a process of its own, which is ended when the strike falls. */
async function killed({ host, control, start }: Job): Promise<JobRan> {
  const run = start()
  let ended = false
  const end = run.ended.finally(() => {
    ended = true
  })
  const reached = join(host.disk, 'srv/strike/reached')
  while (!ended && !existsSync(reached)) await new Promise((done) => setTimeout(done, 1))
  if (!ended) process.kill(run.pid, 'SIGKILL')
  await control.run('rm -f /srv/strike/reached')
  return end
}
