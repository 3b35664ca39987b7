import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { plainOf } from '../../core/reference.ts'
import { beginning, handOver } from './beginnings.ts'
import { beginOf, matcher, type Picked, showPattern } from './pattern.ts'
import { type Place, regionOf } from './place.ts'
import { insertRows, type Row, showLines } from './rows.ts'

/** Replaces the lines that are picked of those that match, or adds the line where it is nowhere; all within its place. */
export function ensure(
  rows: readonly Row[],
  line: string,
  match: Picked | undefined,
  at: Place,
): readonly Row[] | Refusal {
  if (/[\r\n]/.test(plainOf(line)))
    return refuse('a line was asked for that holds a line end', 'use lines.block(…) for several lines')
  const region = regionOf(rows, at)
  if (isRefusal(region)) return region
  const indexes = (holds: (text: string) => boolean, begin: string): number[] => {
    const found: number[] = []
    const places = beginning(rows, begin)
    if (places !== undefined)
      return places.filter((at) => at >= region.start && at < region.end && holds(rows[at]?.text ?? ''))
    for (let index = region.start; index < region.end; index++) {
      if (holds(rows[index]?.text ?? '')) found.push(index)
    }
    return found
  }
  const put = (targets: readonly number[]): readonly Row[] => {
    const changed = targets.filter((index) => rows[index]?.text !== line)
    if (changed.length === 0) return rows
    const put = rows.slice()
    for (const index of changed) put[index] = { text: line, end: rows[index]?.end ?? '' }
    handOver(rows, put, changed)
    return put
  }
  if (match) {
    const matches = matcher(match.pattern)
    const matching = indexes(matches, beginOf(match.pattern))
    if (matching.length > 1 && match.which !== 'all' && !matches(line))
      return refuse(
        `${showLines(matching)} match ${showPattern(match.pattern)} and the wanted line does not, so each run would replace one more`,
        'narrow the pattern to one line, let it match the wanted line too, or replace them all with { all: … }',
      )
    const targets = match.which === 'all' ? matching : matching.slice(...(match.which === 'first' ? [0, 1] : [-1]))
    if (targets.length > 0) return put(targets)
  }
  const plain = plainOf(line)
  const there = indexes((text) => plainOf(text) === plain, plain)
  return there.length > 0 ? put(there) : insertRows(rows, region.index, [line])
}
