import { contentFact } from '../lib/core/fact.ts'
import { isRefusal } from '../lib/core/failure.ts'
import { defineTask } from '../lib/core/task.ts'
import { editXml, type XmlEdit } from '../lib/edit/xml/index.ts'
import { editFile } from './support/edit-file.ts'

export interface Xml {
  /** The file, which must be there. */
  readonly path: string
  /** In order, each on the result of the one before. */
  readonly edits: readonly XmlEdit[]
  /** Prefixes for the paths of the edits. Default: a step matches an element of any namespace. */
  readonly namespaces?: Readonly<Record<string, string>>
}

/**
 * Edits of an XML file; every byte outside the edited spans stays.
 *
 * @example xml({ path: `${conf}/carbon.xml`, edits: [text('/Server/HostName', 'is.example.com')] })
 */
export const xml = defineTask('xml', {
  title: ({ path }: Xml) => `edit ${path}`,
  reads: ({ path }) => ({ at: contentFact(path) }),
  plan: ({ path, edits, namespaces }, { at }) =>
    editFile(path, at, (content) => {
      const edited = editXml(content, edits, namespaces ? { namespaces } : {})
      return isRefusal(edited) ? edited : edited.content
    }),
})
