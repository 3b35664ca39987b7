import * as v from 'valibot'
import { kindOf } from '../../../lib/core/failure.ts'
import { listOf } from '../../support/schema.ts'

/** What an edit is an edit of, in the words of a message. */
export type EditKind = 'XML' | 'JSON' | 'TOML' | 'YAML' | 'lines' | 'properties' | 'ini files'

/** A list of edits of one kind; an edit of another kind is told, and of which kind it is. */
export const editsOf = <Edit>(kind: EditKind): v.GenericSchema<readonly Edit[]> =>
  v.pipe(
    listOf(
      v.custom<Edit>(
        (value) => value === unmade || editKind(value) === kind,
        ({ input }) => {
          const other = editKind(input)
          return `it is ${other === undefined ? kindOf(input) : `an edit of ${other}`}: give an edit of ${kind}`
        },
      ),
      `edits of ${kind}`,
    ),
    v.check((edits) => edits.length > 0, `it is empty: give edits of ${kind}, or leave the task out`),
  )

/** Stands for an edit, or a part of one, whose faults have been told: it is never carried out. */
export const unmade: object = Object.freeze({})

/** Edits are data: each kind is known by how it names its place. */
function editKind(value: unknown): EditKind | undefined {
  if (typeof value !== 'object' || value === null || !('edit' in value)) return undefined
  if ('path' in value) return Array.isArray(value.path) ? 'JSON' : 'XML'
  if ('at' in value) return 'TOML'
  if ('yaml' in value) return 'YAML'
  if ('section' in value) return 'ini files'
  if ('key' in value) return 'properties'
  return 'line' in value || 'pattern' in value || 'markers' in value ? 'lines' : undefined
}
