import { contentFact } from '../lib/core/fact.ts'
import { defineTask } from '../lib/core/task.ts'
import { editProperties, type PropertyEdit } from '../lib/edit/properties.ts'
import { editTextFile } from './support/edit-file.ts'

export interface Properties {
  /** The file, which must be there. */
  readonly path: string
  /** In order, each on the result of the one before. */
  readonly edits: readonly PropertyEdit[]
}

/**
 * Edits of a Java properties file; comments, order and all other entries stay.
 *
 * @example properties({ path: `${conf}/log4j.properties`, edits: [setProperty('log4j.rootLogger', 'WARN, CARBON_LOGFILE')] })
 */
export const properties = defineTask('properties', {
  title: ({ path }: Properties) => `edit ${path}`,
  reads: ({ path }) => ({ at: contentFact(path) }),
  plan: ({ path, edits }, { at }) => editTextFile(path, at, (text) => editProperties(text, edits)),
})
