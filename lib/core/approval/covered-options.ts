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
  return [withoutSensitiveDigests(options), ...filesOf(resource).map((file) => fileLine(file))].join('\n')

  function fileLine(file: string): string {
    return `${mask(file)}: ${approving.digest(file) ?? 'not there'}`
  }
}

/** The files of this machine that a step reads by itself. */
export const filesOf = (resource: Item['resource']): string[] => [
  ...new Set(
    factsOf(resource.reads).flatMap(({ question }) =>
      (question.ask === 'local' || (question.ask === 'archive' && !question.folder)) && 'file' in question.source
        ? [question.source.file]
        : [],
    ),
  ),
]

function plainly(_: string, value: unknown): unknown {
  if (typeof value === 'function' || value instanceof RegExp) return String(value).split('\n')
  if (value instanceof Map || value instanceof Set) return [...value]
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value.includes('\n') ? value.split('\n') : value
}
