import { compare } from './compare.ts'
import { wishOf } from './options.ts'
import { schedule } from './schedule.ts'
import { comparisonText } from './show/comparison.ts'
import { keepResult, writeResults } from './show/results.ts'

/**
 * `npm run bench`: side by side with others. A whole run, a quick one, or a part with `--keep`, is what RESULTS.md says from
 * then on.
 */
export async function compareCommand(args: readonly string[]): Promise<void> {
  const { quick = false, keep = false, ...wish } = wishOf(args)
  const cycles = schedule({ ...wish, quick })
  const comparison = await compare(cycles, quick)
  process.stdout.write(`\n${comparisonText(comparison)}\n`)
  if (!keep && Object.values(wish).some((one) => one !== undefined)) return
  keepResult('compare', comparison)
  writeResults()
}
