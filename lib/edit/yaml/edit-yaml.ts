import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { onceForEqual } from '../equal-work.ts'
import { type Edited, editAll, splitMark } from '../splice.ts'
import { titleOf, type YamlEdit } from './edits.ts'
import { ensureItem, ensureMember, removeItem } from './items.ts'
import { parseYaml } from './parse.ts'
import { equal, wanted } from './says.ts'
import { removeAt, setValue, type Whole } from './set.ts'

export interface EditYamlOptions {
  /** Which document is meant where a file holds several, from 0. */
  readonly document?: number | undefined
}

/**
 * Makes edits true in a YAML document, each on the result of the one before. Bytes outside of what an edit is about are those
 * of the input. What is no YAML, before or after, is a refusal and changes nothing; so is an edit after which the document
 * would say anything else than was asked for, as where an alias repeats what it changes.
 *
 * @example editYaml(text, [set('server.port', 8443)])
 */
export const editYaml = onceForEqual(
  'yaml',
  (text: string, edits: readonly YamlEdit[], { document }: EditYamlOptions = {}): Edited => {
    const [mark, bare] = splitMark(text)
    const before = parseYaml(bare, document)
    if (isRefusal(before)) return before
    const edited = editAll(bare, edits, (now, edit) => apply({ text: now, at: before.at }, edit), titleOf)
    return 'text' in edited ? { ...edited, text: mark + edited.text } : edited
  },
)

function apply(whole: Whole, edit: YamlEdit): string | Refusal {
  const text = change(whole, edit)
  if (isRefusal(text) || text === whole.text) return text
  const after = parseYaml(text, whole.at)
  if (isRefusal(after))
    return refuse(
      `${titleOf(edit)} would break the file: ${after.refusal}`,
      'make this edit by hand; nothing was changed',
    )
  const before = parseYaml(whole.text, whole.at)
  if (isRefusal(before)) return before
  const says = before.says.length === 0 ? [null] : before.says
  const asked = says.map((one, at) => (at === whole.at ? wanted(one, edit) : one))
  return equal(after.says, asked)
    ? text
    : refuse(
        `${titleOf(edit)} would change more than it says, as where an alias repeats it`,
        'make this edit by hand; nothing was changed',
      )
}

function change(whole: Whole, edit: YamlEdit): string | Refusal {
  switch (edit.edit) {
    case 'set':
      return setValue(whole, edit.yaml, edit.value)
    case 'remove':
      return removeAt(whole, edit.yaml)
    case 'ensureItem':
      return ensureItem(whole, edit)
    case 'removeItem':
      return removeItem(whole, edit)
    case 'ensureMember':
      return ensureMember(whole, edit)
  }
}
