/**
 * The candidate that a mistyped word most likely meant, or nothing when none is close.
 *
 * @example nearest('emebd', ['embed', 'other']) // 'embed'
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const same = candidates.find((candidate) => candidate.toLowerCase() === word.toLowerCase())
  if (same !== undefined) return same
  // In a short word one slip is already a different word.
  const limit = Math.min(3, Math.ceil(word.length / 3))
  const [best] = candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= limit)
    .map((candidate) => ({ candidate, slips: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ slips }) => slips <= limit)
    .sort((a, b) => a.slips - b.slips)
  return best?.candidate
}

/** `did you mean X?`, or what there is. */
export const meant = (near: string | undefined, all: readonly string[], what = 'there is'): string =>
  near !== undefined ? `did you mean ${near}?` : all.length > 0 ? `${what} ${all.join(', ')}` : `${what} none`

/** Damerau-Levenshtein: letters added, dropped, changed, or swapped with their neighbour. */
function distance(from: string, to: string): number {
  let before: number[] = []
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const changed = cell(above, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1)
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1] && row > 1 && column > 1
      current.push(
        Math.min(
          changed,
          cell(above, column) + 1,
          cell(current, column - 1) + 1,
          swapped ? cell(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = above
    above = current
  }
  return cell(above, to.length)
}

const cell = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY
