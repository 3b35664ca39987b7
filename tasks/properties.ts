import * as v from 'valibot'
import { contentFact } from '../lib/core/fact.ts'
import { defineTask } from '../lib/core/task.ts'
import { editProperties, type PropertyEdit } from '../lib/edit/properties.ts'
import { editTextFile } from './support/edit-file.ts'
import { editsOf } from './support/edits.ts'
import * as edits from './support/properties-edits.ts'
import { hostPath } from './support/schema.ts'
import { withEdits } from './support/with-edits.ts'

const options = v.strictObject({
  /** The file, which must be there. */
  path: hostPath,
  /** In order, each on the result of the one before. */
  edits: editsOf<PropertyEdit>('properties'),
})
export type Properties = v.InferInput<typeof options>

/**
 * Edits of a Java properties file; comments, order and all other entries stay.
 *
 * @example properties({ path: `${conf}/log4j.properties`, edits: [properties.set('log4j.rootLogger', 'WARN, CARBON_LOGFILE')] })
 */
export const properties = withEdits(
  defineTask('properties', {
    options,
    title: ({ path }) => `edit ${path}`,
    reads: ({ path }) => ({ at: contentFact(path) }),
    plan: ({ path, edits }, { at }) => editTextFile(path, at, (text) => editProperties(text, edits)),
  }),
  edits,
)
