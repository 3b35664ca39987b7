import { tryAnswers, tryEnds, tryOutputs } from './answers.ts'
import { tryCuts } from './cuts.ts'
import { tryFiles } from './files.ts'
import { formats } from './formats.ts'
import { hostileCases, tryHostile } from './hostile.ts'
import { victims } from './kills/tools.ts'
import { tryKills } from './kills.ts'
import type { Progress } from './progress.ts'
import { tryStreams } from './streams.ts'

/** A part of the fuzz: how often, and what it gives is counts. */
export interface Section {
  readonly part: 'fuzz' | 'kills' | 'cuts' | 'hostile'
  readonly name: string
  readonly runs: number
  run(runs: number, seed: number, progress: Progress): object | Promise<object>
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
  { part: 'fuzz', name: 'answers', runs: 3000, run: tryAnswers },
  { part: 'fuzz', name: 'outputs', runs: 1500, run: tryOutputs },
  { part: 'fuzz', name: 'ends', runs: 400, run: tryEnds },
  { part: 'fuzz', name: 'streams', runs: 100, run: tryStreams },
  { part: 'hostile', name: 'hosts', runs: hostileCases.length, run: tryHostile },
  { part: 'cuts', name: 'connections', runs: 2600, run: tryCuts },
  ...victims.map(
    (victim): Section => ({ part: 'kills', name: `kills of the ${victim}`, runs: 400, run: tryKills(victim) }),
  ),
]
