import type { Item } from '../build.ts'
import type { PlayOptions } from '../playbook.ts'
import { serialWords } from '../waves.ts'

/** What of a step is decided beside what it does: how often it is tried, and what its failure means. */
export const stepTerms = (resource: Item['resource']): string[] => [
  ...('retry' in resource
    ? [`tried ${resource.retry.times} times more where it fails, ${resource.retry.delay} s apart`]
    : []),
  ...('ignoreFailure' in resource ? ['the host goes on where it fails'] : []),
]

/** How many hosts of a play are begun, and when no more of them are. */
export const playTerms = ({ serial, maxFail, requires = [] }: PlayOptions): string[] => [
  ...(serial === undefined ? [] : [`${serialWords(serial)} at a time`]),
  ...(maxFail === undefined ? [] : [`no further host when more than ${maxFail} have failed`]),
  ...(requires.length === 0 ? [] : [`not without ${requires.map(({ name }) => name).join(', ')}`]),
]

export const termWords = (terms: readonly string[] = []): string =>
  terms.length === 0 ? 'without terms' : `with these: ${terms.join('; ')}`
