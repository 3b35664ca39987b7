import * as v from 'valibot'
import { charset } from '../../lib/core/encoding.ts'
import { contentFact } from '../../lib/core/fact.ts'
import { defineTask } from '../../lib/core/task.ts'
import { editProperties, type PropertyEdit } from '../../lib/edit/properties.ts'
import { editTextFile, nothingToRemove } from '../support/edit-file.ts'
import { encoding, hostPath } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { editsOf } from './support/edits.ts'
import * as edits from './support/properties-edits.ts'
import { withEdits } from './support/with-edits.ts'

const options = v.strictObject({
  /** The file, which must be there. */
  path: hostPath,
  /** In order, each on the result of the one before. */
  edits: editsOf<PropertyEdit>('properties'),
  /** The encoding in which the file is read by what it is for. Default: ISO-8859-1, as Java reads it; all but ASCII is escaped. */
  encoding: v.optional(encoding),
  ...validates,
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
    plan: ({ path, edits, encoding = 'ISO-8859-1', validate }, { at }) =>
      validated(
        nothingToRemove(at, edits, ({ edit }) => edit === 'remove') ??
          editTextFile(
            path,
            at,
            (text) => editProperties(text, edits, { charset: isUnicode(encoding) ? 'utf-8' : 'iso-8859-1' }),
            encoding,
          ),
        validate,
      ),
  }),
  edits,
)

const isUnicode = (label: string): boolean => charset(label)?.name.startsWith('UTF-') ?? false
