import { type Refusal, refuse, UsageError } from '../../core/failure.ts'
import { matcher, type Pick, type Picked, picked, showPattern } from './pattern.ts'
import type { Row } from './rows.ts'

/** Where a line stands, and where a new one goes. Without any of these: anywhere, and a new one at the end. */
export type Placing =
  | {
      /** Below this line, the last that matches; a new one right below it. */
      readonly after?: Pick<'first' | 'last'> | undefined
      /** Above this line, the first that matches; a new one right above it, unless `after` says where. */
      readonly before?: Pick<'first' | 'last'> | undefined
      /** Where a new one goes when no line matches; the line may then stand anywhere. Default: that is refused. */
      readonly otherwise?: 'first' | 'last' | undefined
      readonly first?: undefined
      readonly last?: undefined
    }
  | {
      /** A new one begins the file. */
      readonly first: true
      readonly after?: undefined
      readonly before?: undefined
      readonly otherwise?: undefined
      readonly last?: undefined
    }
  | {
      /** A new one ends the file. */
      readonly last: true
      readonly after?: undefined
      readonly before?: undefined
      readonly otherwise?: undefined
      readonly first?: undefined
    }

export const placingOptions = ['after', 'before', 'otherwise', 'first', 'last']

export type Place =
  | { readonly at: 'first' | 'last' }
  | { readonly after?: Picked; readonly before?: Picked; readonly otherwise?: 'first' | 'last' }

export function place({ after, before, otherwise, first, last }: Placing): Place {
  const anchored = after !== undefined || before !== undefined
  if ([first, last, anchored || undefined].filter((given) => given !== undefined).length > 1)
    throw new UsageError('a line has several places: give one of first, last, or after and before')
  if (otherwise !== undefined && (!anchored || !['first', 'last'].includes(otherwise)))
    throw new UsageError("otherwise says where a line goes when none matches after or before: give 'first' or 'last'")
  if (!anchored) return Object.freeze({ at: first ? 'first' : 'last' })
  return Object.freeze({
    ...(after === undefined ? {} : { after: picked(after, ['first', 'last'], 'last') }),
    ...(before === undefined ? {} : { before: picked(before, ['first', 'last'], 'first') }),
    ...(otherwise === undefined ? {} : { otherwise }),
  })
}

/** The rows, from `start` up to `end`, among which a line may stand, and the index that a new one gets. */
export interface Region {
  readonly start: number
  readonly end: number
  readonly index: number
}

/** Where the anchors are; `before` is looked for below `after`, and where both are given need not be there. */
export function regionOf(rows: readonly Row[], wanted: Place): Region | Refusal {
  const whole = (at: 'first' | 'last') => ({ start: 0, end: rows.length, index: at === 'first' ? 0 : rows.length })
  if ('at' in wanted) return whole(wanted.at)
  const { after, before, otherwise } = wanted
  const start = after === undefined ? 0 : findRow(rows, after, 0) + 1
  if (after !== undefined && start === 0) return otherwise ? whole(otherwise) : missing(after, 'after')
  const end = before === undefined ? rows.length : findRow(rows, before, start)
  if (end < 0 && after === undefined)
    return otherwise || !before ? whole(otherwise ?? 'last') : missing(before, 'before')
  const bound = end < 0 ? rows.length : end
  return { start, end: bound, index: after === undefined ? bound : start }
}

/** -1: there is none. */
function findRow(rows: readonly Row[], { pattern, which }: Picked, from: number): number {
  const matches = matcher(pattern)
  const holds = ({ text }: Row, index: number) => index >= from && matches(text)
  return which === 'first' ? rows.findIndex(holds) : rows.findLastIndex(holds)
}

const missing = ({ pattern }: Picked, where: string): Refusal =>
  refuse(
    `no line matches ${showPattern(pattern)}, ${where} which a line was to go`,
    "correct the pattern, or say with otherwise: 'last' where it goes then",
  )
