import * as v from 'valibot'
import type { NotedAnswer } from '../../lib/core/answers.ts'
import { defineTask } from '../../lib/core/task.ts'
import { editJson, type JsonEdit } from '../../lib/edit/json.ts'
import { editTextFile, nothingToRemove } from '../support/edit-file.ts'
import { encoding, hostPath } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { editedFact } from './support/edited-fact.ts'
import { editsOf } from './support/edits.ts'
import * as edits from './support/json-edits.ts'
import { withEdits } from './support/with-edits.ts'

const options = v.strictObject({
  /** The file, which must be there. */
  path: hostPath,
  /** In order, each on the result of the one before. */
  edits: editsOf<JsonEdit>('JSON'),
  /** The encoding of the file. Default: UTF-8; where it is not that, ISO-8859-1, in which each byte stays what it is. */
  encoding: v.optional(encoding),
  ...validates,
})
export type JsonFile = v.InferInput<typeof options>

/**
 * Edits of a JSON file; formatting, order and all other members stay.
 *
 * @example json({ path: `${app}/conf/site.json`, edits: [json.set(['proxy', 'proxyHost'], 'is.example.com')] })
 */
export const json = withEdits(
  defineTask('json', {
    options,
    title: ({ path }) => `edit ${path}`,
    reads: (args) => ({ at: editedFact('json', args, planOf) }),
    plan: (args, { at }) => validated(planOf(args, at), args.validate),
  }),
  edits,
)

const planOf = ({ path, edits, encoding }: v.InferOutput<typeof options>, at: NotedAnswer) =>
  nothingToRemove(at, edits, ({ edit }) => edit === 'remove') ??
  editTextFile(path, at, (text) => editJson(text, edits), encoding)
