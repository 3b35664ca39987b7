import { type Refusal, refuse } from '../../core/failure.ts'
import { plainOf } from '../../core/reference.ts'
import { type Pattern, pattern, regexp, showPattern } from './pattern.ts'
import { type Row, where } from './rows.ts'

/** Where a new line goes: at most one of these. Without any it goes to the end. */
export type Placing =
  | { readonly after?: RegExp | string; readonly before?: never; readonly first?: never; readonly last?: never }
  | { readonly before?: RegExp | string; readonly after?: never; readonly first?: never; readonly last?: never }
  | { readonly first?: true; readonly after?: never; readonly before?: never; readonly last?: never }
  | { readonly last?: true; readonly after?: never; readonly before?: never; readonly first?: never }

export type Place = { readonly at: 'first' | 'last' } | { readonly at: 'after' | 'before'; readonly pattern: Pattern }

export function place({ after, before, first }: Placing): Place {
  if (after !== undefined) return Object.freeze({ at: 'after', pattern: pattern(after) })
  if (before !== undefined) return Object.freeze({ at: 'before', pattern: pattern(before) })
  return Object.freeze({ at: first ? 'first' : 'last' })
}

/** The index that a new line gets. Of several matching lines the last counts. */
export function indexOf(rows: readonly Row[], wanted: Place): number | Refusal {
  if (!('pattern' in wanted)) return wanted.at === 'first' ? 0 : rows.length
  const expression = regexp(wanted.pattern)
  const found = where(rows, (text) => expression.test(plainOf(text))).at(-1)
  if (found !== undefined) return wanted.at === 'after' ? found + 1 : found
  return refuse(
    `no line matches ${showPattern(wanted.pattern)}, ${wanted.at} which a line was to go`,
    'correct the pattern, or leave it out to add at the end',
  )
}
