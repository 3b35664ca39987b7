import * as v from 'valibot'
import type { NotedAnswer } from '../../lib/core/answers.ts'
import { defineTask } from '../../lib/core/task.ts'
import { editToml, type TomlEdit } from '../../lib/edit/toml/index.ts'
import { editUtf8File } from '../support/edit-file.ts'
import { hostPath, wordOf } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { editedFact } from './support/edited-fact.ts'
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
    reads: (args) => ({ at: editedFact('toml', args, planOf) }),
    plan: (args, { at }) => validated(planOf(args, at), args.validate),
  }),
  edits,
)

const planOf = ({ path, edits, reader }: v.InferOutput<typeof options>, at: NotedAnswer) =>
  editUtf8File(path, at, (text) => editToml(text, edits, { reader }))
