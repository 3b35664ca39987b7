import type { Item } from '../build.ts'
import { factsOf } from '../fact.ts'
import type { Approving } from './approved-path.ts'
import { coveredWords } from './covered.ts'

/**
 * What a task was given, and the digests of the files of this machine that it reads. Of a step that cannot be planned yet it is all that
 * says what it will do.
 */
export function coveredOptions(item: Item, approving: Approving): string {
  const { resource } = item
  const files = filesOf(resource).map((file) => `${approving.mask(file)}: ${approving.digest(file) ?? 'not there'}`)
  return [coveredArgs(item, approving), ...files].join('\n')
}

/** What a task was given, as JSON, a line of text to each line, with asterisks in place of secrets. */
export const coveredArgs = ({ resource }: Item, { mask, withoutSensitiveDigests }: Approving): string =>
  withoutSensitiveDigests(coveredWords(JSON.stringify(resource.args, plainly, 1), mask))

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
