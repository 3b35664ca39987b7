import type { Item } from '../build.ts'
import { factsOf } from '../fact.ts'
import type { Approving } from './approved-path.ts'
import { covered } from './covered.ts'

/**
 * What a task was given, as JSON, a line of text to each line, and the digests of the files of this machine that it reads; lines that
 * hold a secret are asterisks as a whole. Of a step that cannot be planned yet it is all that says what it will do.
 */
export function coveredOptions({ resource }: Item, approving: Approving): string {
  const { mask, withoutSensitiveDigests } = approving
  const options = covered(JSON.stringify(resource.args, plainly, 1), mask)
  const files = filesOf(resource).map((file) => `${mask(file)}: ${approving.digest(file) ?? 'not there'}`)
  return [withoutSensitiveDigests(options), ...files].join('\n')
}

/** The files of this machine that a step reads by itself: what is fetched from elsewhere says its digest among the options. */
export const filesOf = (resource: Item['resource']): string[] => {
  const sources = factsOf(resource.reads).flatMap(({ question }) =>
    question.ask === 'local' || (question.ask === 'archive' && !question.folder) ? [question.source] : [],
  )
  return [...new Set(sources.flatMap(({ file, sha256 }) => (sha256 === undefined ? [file] : [])))]
}

function plainly(_: string, value: unknown): unknown {
  if (typeof value === 'function' || value instanceof RegExp) return String(value).split('\n')
  if (value instanceof Map || value instanceof Set) return [...value]
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value.includes('\n') ? value.split('\n') : value
}
