import { isRefusal } from '../../../lib/core/failure.ts'
import { rememberNoWork } from '../../../lib/edit/equal-work.ts'
import { editJson } from '../../../lib/edit/json.ts'
import { editLines } from '../../../lib/edit/lines.ts'
import { editProperties } from '../../../lib/edit/properties.ts'
import { editXml } from '../../../lib/edit/xml/index.ts'
import { seconds } from '../figures/figure.ts'
import type { Curve } from './growth.ts'
import { jsonCase, linesCase, propertiesCase, xmlCase } from './texts.ts'

/** Edits of files: by their number, and by the size of the file. */
export async function* editCurves(): AsyncGenerator<Curve> {
  // The same edits are timed again and again: what is remembered would be all that is timed.
  rememberNoWork()
  const xml = (bytes: number, edits: number) => timed(xmlCase(bytes, edits), (one) => editXml(one.file, one.edits))
  yield await curve('XML of 1 MB', 'edits', [25, 50, 100, 200], (edits) => xml(1e6, edits))
  yield await curve('50 edits of XML', 'KB', [500, 1000, 2000, 4000], (kilobytes) => xml(kilobytes * 1000, 50))
  yield await curve('10,000 lines', 'edits', [250, 500, 1000, 2000], (edits) =>
    timed(linesCase(10_000, edits), (one) => editLines(one.file, one.edits)),
  )
  yield await curve('5,000 properties', 'edits', [125, 250, 500, 1000], (edits) =>
    timed(propertiesCase(5000, edits), (one) => editProperties(one.file, one.edits)),
  )
  yield await curve('JSON of 500 members', 'edits', [25, 50, 100, 200], (edits) =>
    timed(jsonCase(500, edits), (one) => editJson(one.file, one.edits)),
  )
}

export async function curve(
  what: string,
  x: string,
  numbers: readonly number[],
  take: (number: number) => Promise<number>,
): Promise<Curve> {
  const points: [number, number][] = []
  // What is compiled on the way to the first point is not what grows.
  await take(numbers[0] ?? 1)
  for (const number of numbers) points.push([number, Math.min(await take(number), await take(number))])
  return { what, x, points }
}

function timed<Case>(one: Case, edit: (one: Case) => object): Promise<number> {
  return seconds(() => {
    const edited = edit(one)
    if (isRefusal(edited)) throw new Error(`${edited.refusal}: ${edited.advice}`)
  })
}
