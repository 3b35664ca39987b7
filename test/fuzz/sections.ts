import { tryAnswers, tryEnds, tryOutputs } from './answers.ts'
import { tryFiles } from './files.ts'
import { formats } from './formats.ts'
import { tryKills } from './kills.ts'
import type { Progress } from './progress.ts'
import { tryStreams } from './streams.ts'

/** A part of the fuzz: how often, and what it gives is counts. */
export interface Section {
  readonly name: string
  readonly runs: number
  run(runs: number, seed: number, progress: Progress): object | Promise<object>
}

const mutatedFiles = 20_000

export const sections: readonly Section[] = [
  ...formats.map(
    ({ format, share }): Section => ({
      name: format.name,
      runs: mutatedFiles * share,
      run: (runs, seed, progress) => tryFiles(format, runs, seed, progress),
    }),
  ),
  { name: 'answers', runs: 3000, run: tryAnswers },
  { name: 'outputs', runs: 1500, run: tryOutputs },
  { name: 'ends', runs: 400, run: tryEnds },
  { name: 'streams', runs: 100, run: tryStreams },
  { name: 'kills', runs: 60, run: tryKills },
]
