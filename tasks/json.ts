import { contentFact } from '../lib/core/fact.ts'
import { defineTask } from '../lib/core/task.ts'
import { editJson, type JsonEdit } from '../lib/edit/json.ts'
import { editTextFile } from './support/edit-file.ts'

export interface JsonFile {
  /** The file, which must be there. */
  readonly path: string
  /** In order, each on the result of the one before. */
  readonly edits: readonly JsonEdit[]
}

/**
 * Edits of a JSON file; formatting, order and all other members stay.
 *
 * @example json({ path: `${app}/conf/site.json`, edits: [setJson(['proxy', 'proxyHost'], 'is.example.com')] })
 */
export const json = defineTask('json', {
  title: ({ path }: JsonFile) => `edit ${path}`,
  reads: ({ path }) => ({ at: contentFact(path) }),
  plan: ({ path, edits }, { at }) => editTextFile(path, at, (text) => editJson(text, edits)),
})
