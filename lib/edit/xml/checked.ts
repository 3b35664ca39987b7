import { kindOf, UsageError } from '../../core/failure.ts'
import { onlyOptions } from '../maker-options.ts'
import type { Fragment } from './fragment.ts'

export function checkedMatching<M extends object>(matching: M): M {
  onlyOptions('an edit of XML', matching, ['each', 'optional'])
  return matching
}

export function checkedFragment(fragment: Fragment): Fragment {
  if (typeof fragment === 'object' && fragment !== null && fragment.type === 'element') return fragment
  throw new UsageError(`${kindOf(fragment)} is no element: give one that xml.element(…) or xml.fragment(…) makes`)
}

/** The steps that a position names: none, or the one that it stands beside. */
export function stepsOf(position: unknown, key: string): string[] {
  if (position === 'first' || position === 'last') return []
  const beside = typeof position === 'object' && position !== null ? Object.entries(position) : []
  const [where, step] = beside[0] ?? []
  if (beside.length === 1 && (where === 'before' || where === 'after') && typeof step === 'string') return [step]
  throw new UsageError(
    `the position of ${key} is ${JSON.stringify(position)}: give 'first', 'last', { before: … } or { after: … }`,
  )
}
