import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { plainOf } from '../../core/reference.ts'
import { type Pattern, regexp, showPattern } from './pattern.ts'
import { indexOf, type Place } from './place.ts'
import { insertRows, type Row, showLines, where } from './rows.ts'

/** Replaces the last matching line, or adds the line where it is nowhere. */
export function ensure(
  rows: readonly Row[],
  line: string,
  match: Pattern | undefined,
  at: Place,
): readonly Row[] | Refusal {
  if (/[\r\n]/.test(plainOf(line)))
    return refuse('a line was asked for that holds a line end', 'use block(…) for several lines')
  const expression = match && regexp(match)
  const matching = expression ? where(rows, (text) => expression.test(plainOf(text))) : []
  if (match && matching.length > 1 && !expression?.test(plainOf(line)))
    return refuse(
      `${showLines(matching)} match ${showPattern(match)} and the wanted line does not, so each run would replace one more`,
      'narrow the pattern to one line, or let it match the wanted line too: then the last match is replaced',
    )
  const target = matching.at(-1)
  if (target !== undefined) return rows.map((row, index) => (index === target ? { ...row, text: line } : row))
  if (rows.some(({ text }) => plainOf(text) === plainOf(line)))
    return rows.map((row) => (plainOf(row.text) === plainOf(line) ? { ...row, text: line } : row))
  const index = indexOf(rows, at)
  return isRefusal(index) ? index : insertRows(rows, index, [line])
}
