import { keepResult, writeResults } from '../show/results.ts'
import { figure } from '../show/table.ts'
import { editCurves } from './edit-curves.ts'
import { type Curve, exponent } from './growth.ts'
import { takeHeavy } from './heavy.ts'
import { hostCurves } from './host-curves.ts'

/** `npm run bench:grow`: how time grows with what there is to do. RESULTS.md shows it from then on. */
export async function growCommand(args: readonly string[]): Promise<void> {
  if (args.length > 0) throw new Error(`bench:grow takes no words, and was given ${args.join(' ')}`)
  const curves: Curve[] = []
  for (const source of [hostCurves(), editCurves()])
    for await (const curve of source) {
      curves.push(curve)
      const points = curve.points.map(([x, seconds]) => `${x}: ${figure(seconds)} s`).join(', ')
      process.stdout.write(`${curve.what}, by ${curve.x}: ${points} (exponent ${figure(exponent(curve) ?? 0)})\n`)
    }
  keepResult('grow', { curves, largeXml: takeHeavy('xml'), manyLines: takeHeavy('lines') })
  writeResults()
}
