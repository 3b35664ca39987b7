import * as v from 'valibot'
import { contentFact } from '../../lib/core/fact.ts'
import { defineTask } from '../../lib/core/task.ts'
import { type LineEdit, onlyRemoves } from '../../lib/edit/lines/edits.ts'
import { editLines } from '../../lib/edit/lines.ts'
import { editTextFile, makeTextFile, nothingToRemove } from '../support/edit-file.ts'
import { encoding, hostPath, truth } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { editsOf } from './support/edits.ts'
import * as edits from './support/lines-edits.ts'
import { withEdits } from './support/with-edits.ts'

const options = v.strictObject({
  /** The file. */
  path: hostPath,
  /** In order, each on the result of the one before. */
  edits: editsOf<LineEdit>('lines'),
  /** Make a missing file. Default: it is refused. */
  create: v.optional(truth),
  /** The encoding of the file. Default: UTF-8; where it is not that, ISO-8859-1, in which each byte stays what it is. */
  encoding: v.optional(encoding),
  ...validates,
})
export type Lines = v.InferInput<typeof options>

/**
 * Edits of lines: ensure, replace, remove by pattern, blocks; all other lines stay, each with its own line end.
 *
 * @example lines({ path: '/etc/hosts', edits: [lines.ensure('10.0.0.10 is.example.com', { match: /\sis\.example\.com(\s|$)/ })] })
 */
export const lines = withEdits(
  defineTask('lines', {
    options,
    title: ({ path }) => `edit ${path}`,
    reads: ({ path }) => ({ at: contentFact(path) }),
    plan: ({ path, edits, create, encoding, validate }, { at }) =>
      validated(
        nothingToRemove(at, edits, onlyRemoves) ??
          (create && at.type === 'absent' ? makeTextFile : editTextFile)(
            path,
            at,
            (text) => editLines(text, edits),
            encoding,
          ),
        validate,
      ),
  }),
  edits,
)
