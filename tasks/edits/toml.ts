import * as v from 'valibot'
import { contentFact } from '../../lib/core/fact.ts'
import { defineTask } from '../../lib/core/task.ts'
import { editToml, type TomlEdit } from '../../lib/edit/toml/index.ts'
import { editUtf8File } from '../support/edit-file.ts'
import { hostPath, wordOf } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { editsOf } from './support/edits.ts'
import * as edits from './support/toml-edits.ts'
import { withEdits } from './support/with-edits.ts'

const options = v.strictObject({
  /** The file, which must be there. */
  path: hostPath,
  /** In order, each on the result of the one before. */
  edits: editsOf<TomlEdit>('TOML'),
  /** Who reads the file: `wso2` is the parser of WSO2's products, which is stricter than TOML 1.0. Default: `toml`. */
  reader: v.optional(wordOf('toml', 'wso2')),
  ...validates,
})
export type Toml = v.InferInput<typeof options>

/**
 * Edits of a TOML file; comments, order, alignment and all other keys stay. A key is found however it is spelled.
 *
 * @example toml({ path: `${home}/repository/conf/deployment.toml`, edits: [toml.set('server.hostname', 'is.example.com')] })
 */
export const toml = withEdits(
  defineTask('toml', {
    options,
    title: ({ path }) => `edit ${path}`,
    reads: ({ path }) => ({ at: contentFact(path) }),
    plan: ({ path, edits, reader, validate }, { at }) =>
      validated(
        editUtf8File(path, at, (text) => editToml(text, edits, { reader })),
        validate,
      ),
  }),
  edits,
)
