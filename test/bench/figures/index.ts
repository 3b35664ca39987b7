import { archive } from './archive.ts'
import { lost } from './lost.ts'
import { runs } from './runs.ts'
import { start } from './start.ts'

/**
 * `npm run bench:figures [-- PART …]`: what takes how long, and how often something is done. Each line says what is
 * measured, the figure, and the bound that it should keep. Most are ratios and counts, which mean the same on any machine; a
 * bound that is missed is marked, and no failure: clocks are not for tests.
 */
export async function figures(wanted: readonly string[]): Promise<void> {
  const strange = wanted.filter((name) => !Object.hasOwn(parts, name))
  if (strange.length > 0)
    throw new Error(`no figures ${strange.join(', ')}: there are ${Object.keys(parts).join(', ')}`)
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    for await (const { what, figure, bound, isKept } of measure()) {
      const mark = isKept === false ? '  <-- missed' : ''
      process.stdout.write(`${what.padEnd(74)} ${figure.toFixed(2).padStart(6)}   (${bound})${mark}\n`)
    }
  }
}

const parts = { start, runs, archive, lost }
