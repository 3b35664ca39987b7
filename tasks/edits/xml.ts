import * as v from 'valibot'
import type { NotedAnswer } from '../../lib/core/answers.ts'
import { isRefusal } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { editXml, type XmlEdit } from '../../lib/edit/xml/index.ts'
import { editFile, nothingToRemove } from '../support/edit-file.ts'
import { hostPath, text } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { editedFact } from './support/edited-fact.ts'
import { editsOf } from './support/edits.ts'
import { withEdits } from './support/with-edits.ts'
import * as edits from './support/xml-edits.ts'

const prefixes: v.GenericSchema<Readonly<Record<string, string>>> = v.record(
  v.string(),
  text('the URI of a namespace'),
  "give the namespaces by prefix, as in { sec: 'urn:example:security' }",
)

const options = v.strictObject({
  /** The file, which must be there. */
  path: hostPath,
  /** In order, each on the result of the one before. */
  edits: editsOf<XmlEdit>('XML'),
  /** Prefixes for the paths of the edits. Default: a step matches an element of any namespace. */
  namespaces: v.optional(prefixes),
  ...validates,
})
export type Xml = v.InferInput<typeof options>

/**
 * Edits of an XML file; every byte outside the edited spans stays.
 *
 * @example xml({ path: `${conf}/carbon.xml`, edits: [xml.text('/Server/HostName', 'is.example.com')] })
 */
export const xml = withEdits(
  defineTask('xml', {
    options,
    title: ({ path }) => `edit ${path}`,
    reads: (args) => ({ at: editedFact('xml', args, planOf) }),
    plan: (args, { at }) => validated(planOf(args, at), args.validate),
  }),
  edits,
)

const planOf = ({ path, edits, namespaces }: v.InferOutput<typeof options>, at: NotedAnswer) =>
  nothingToRemove(at, edits, onlyRemoves) ??
  editFile(path, at, (content) => {
    const edited = editXml(content, edits, { namespaces })
    return isRefusal(edited) ? edited : edited.content
  })

const onlyRemoves = (edit: XmlEdit): boolean =>
  edit.edit === 'remove' || (edit.edit === 'attribute' && edit.value === undefined)
