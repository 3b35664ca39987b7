import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { newProject } from '../cli/command.ts'
import { generator } from '../edit/random.ts'
import { channelDeeds, type Moment } from './hostile/channel-deeds.ts'
import { type Ended, endsWell, ownEnv, tryEach } from './hostile/ends-well.ts'
import { beginJob, isJobDone, jobOn, oneHost } from './hostile/job.ts'
import { startHostileHost } from './hostile/ssh-host.ts'
import type { Progress } from './progress.ts'

interface Case {
  readonly deed: (typeof channelDeeds)[number]
  readonly moment: Moment
}

/** Each deed at each moment that it can have. */
export const channelCases: readonly Case[] = channelDeeds.flatMap((deed) => deed.at.map((moment) => ({ deed, moment })))

/** Whole commands against an SSH server that does one thing wrong with its channels, at one moment of a run. */
export function tryChannels(runs: number, seed: number, progress: Progress, until?: AbortSignal) {
  const below = generator(seed)
  const quick = channelCases.filter(({ deed }) => !deed.slow)
  const isAll = runs >= channelCases.length
  const chosen = isAll ? channelCases : Array.from({ length: runs }, () => quick[below(quick.length)] as Case)
  return tryEach(chosen, until, (one) => {
    progress({ deed: one.deed.name, moment: one.moment })
    return tryOne(one)
  })
}

async function tryOne({ deed, moment }: Case): Promise<Ended> {
  const host = mkdtempSync(join(tmpdir(), 'runbook-hostile-'))
  const project = newProject({ 'p.ts': jobOn(host) })
  const env = { ...process.env, ...ownEnv(project, host), SHLVL: '1' }
  const server = await startHostileHost(host, { moment, deed: deed.deed, env })
  project.write({
    'bad.ts': oneHost(
      `ssh('127.0.0.1', { ...${JSON.stringify(server.options)}, password: secret('p', { value: 'tiger-12' }) })`,
    ),
  })
  beginJob(host)
  try {
    return await endsWell({
      what: `${deed.name}, ${moment}`,
      // What is never silent is ended by the limit of the run.
      words: ['apply', 'bad.ts', './p.ts', '--lock-timeout', '3s', '--timeout', '40s'],
      project,
      host,
      isDone: () => isJobDone(host),
    })
  } finally {
    server.close()
    project.remove()
    await removed(host)
  }
}

/** What the server has begun there ends a little later than the server. */
async function removed(folder: string): Promise<void> {
  for (let tried = 0; ; tried++) {
    try {
      return rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      if (tried === 100) throw error
      await pause(100)
    }
  }
}
