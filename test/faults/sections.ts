import { tryAnswers, tryEnds, tryOutputs } from './answers.ts'
import { channelCases, tryChannels } from './channels.ts'
import { tryCuts } from './cuts.ts'
import { tryApprovals } from './documents/approvals.ts'
import { tryJournals, tryPlannedRollbacks } from './documents/journals.ts'
import { tryKnownHosts } from './documents/known-hosts.ts'
import { tryExact } from './exact.ts'
import { tryFiles } from './files.ts'
import { formats } from './formats.ts'
import { hostileCases, tryHostile } from './hostile.ts'
import { tryCalls, tryFullDisk, tryInodes, tryOddHosts } from './hosts.ts'
import { victims } from './kills/tools.ts'
import { tryKills } from './kills.ts'
import { tryPower } from './machines/power.ts'
import { tryQuota } from './machines/quota.ts'
import { trySlow } from './machines/slow.ts'
import type { Progress } from './progress.ts'
import { tryStreams } from './streams.ts'

/** A section of the faults: how often, and what it gives is counts. */
export interface Section {
  readonly part: 'fuzz' | 'kills' | 'cuts' | 'hostile' | 'exact' | 'hosts' | 'machines'
  readonly name: string
  readonly runs: number
  /** Once `until` is aborted, it tries no more. */
  run(runs: number, seed: number, progress: Progress, until?: AbortSignal): object | Promise<object>
}

const mutatedFiles = 20_000

export const sections: readonly Section[] = [
  ...formats.map(
    ({ format, share }): Section => ({
      part: 'fuzz',
      name: format.name,
      runs: mutatedFiles * share,
      run: (runs, seed, progress) => tryFiles(format, runs, seed, progress),
    }),
  ),
  { part: 'fuzz', name: 'answers', runs: 3100, run: tryAnswers },
  { part: 'fuzz', name: 'outputs', runs: 1500, run: tryOutputs },
  { part: 'fuzz', name: 'ends', runs: 400, run: tryEnds },
  { part: 'fuzz', name: 'known_hosts', runs: 2000, run: tryKnownHosts },
  { part: 'fuzz', name: 'approvals', runs: 2000, run: tryApprovals },
  { part: 'fuzz', name: 'journals', runs: 2000, run: tryJournals },
  { part: 'fuzz', name: 'rollbacks', runs: 200, run: tryPlannedRollbacks },
  { part: 'fuzz', name: 'streams', runs: 100, run: tryStreams },
  { part: 'hostile', name: 'hostile-hosts', runs: hostileCases.length, run: tryHostile },
  { part: 'hostile', name: 'hostile-channels', runs: channelCases.length, run: tryChannels },
  { part: 'cuts', name: 'connections', runs: 2600, run: tryCuts },
  { part: 'exact', name: 'trees', runs: 2000, run: tryExact },
  { part: 'hosts', name: 'full-disk', runs: 60, run: tryFullDisk },
  { part: 'hosts', name: 'inodes', runs: 30, run: tryInodes },
  { part: 'hosts', name: 'calls', runs: 500, run: tryCalls },
  { part: 'hosts', name: 'odd-hosts', runs: 20, run: tryOddHosts },
  { part: 'machines', name: 'power', runs: 30, run: tryPower },
  { part: 'machines', name: 'quota', runs: 30, run: tryQuota },
  { part: 'machines', name: 'slow', runs: 4, run: trySlow },
  ...victims.map((victim): Section => ({ part: 'kills', name: `kills-${victim}`, runs: 200, run: tryKills([victim]) })),
]
