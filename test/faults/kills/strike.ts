import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Ran } from '../../support/e2e.ts'
import type { Job } from './job.ts'
import type { Victim } from './tools.ts'

export interface Strike {
  readonly victim: Victim
  /** The number of the call of a tool at which it falls, from 1. */
  readonly at: number
  /** So many seconds after that call has begun; 0: before it does anything. */
  readonly after: number
}

/** Runs the job and strikes. Gives how the command ended, and the calls up to the strike; none where it never fell. */
export async function struck(job: Job, { victim, at, after }: Strike): Promise<{ ran: Ran; calls: readonly string[] }> {
  const { host, work, words } = job
  await host.run(`echo ${at} ${victim} ${after} >/srv/strike/at`)
  const run = work.start(...words)
  let ended = false
  const end = run.ended.finally(() => {
    ended = true
  })
  const reached = join(host.disk, 'srv/strike/reached')
  while (victim === 'controller' && !ended && !existsSync(reached)) await new Promise((done) => setTimeout(done, 1))
  const fell = existsSync(reached)
  if (victim === 'controller' && fell) process.kill(run.pid, 'SIGKILL')
  if (victim === 'controller') await host.run('rm -f /srv/strike/reached')
  const ran = await end
  const { stdout } = await host.run(`PATH=/usr/bin:/bin; cat /srv/strike/log; rm -f /srv/strike/at /srv/strike/reached
l=/var/tmp/.runbook-lock; [ ! -e $l ] || timeout 60 flock $l true`)
  return { ran, calls: ran.status !== 0 ? stdout.trim().split('\n').slice(0, at) : [] }
}
