import { bytesOf, type Content, contentOf } from '../../lib/core/content.ts'
import type { ContentAnswer } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import type { Planned } from '../../lib/core/task.ts'
import { madeBefore, notAFile } from './attributes.ts'

/** Plans an edit of a file's bytes: nothing when the bytes are as they shall be. A refusal of the edit names the file. */
export function editFile(path: string, at: ContentAnswer, edit: (bytes: Uint8Array) => Uint8Array | Refusal): Planned {
  if (at.type === 'absent') return refuse(`${path} is not there to edit`, madeBefore('or name another file'))
  if (at.type !== 'file') return notAFile(path, at)
  const before = bytesOf(at.content)
  const after = edit(before)
  if (isRefusal(after)) return refuse(`${path}: ${after.refusal}`, after.advice)
  return Buffer.from(before).equals(after) ? [] : [{ op: 'write', path, content: contentOf(after) }]
}

/** The same for an edit of UTF-8 text. */
export const editTextFile = (
  path: string,
  at: ContentAnswer,
  edit: (text: string) => { readonly text: string } | Refusal,
): Planned =>
  editFile(path, at, (bytes) => {
    const content: Content = contentOf(bytes)
    if (!('text' in content)) return refuse('it is not valid UTF-8', 'convert it, or replace it as a whole with file()')
    const edited = edit(content.text)
    return isRefusal(edited) ? edited : bytesOf({ text: edited.text })
  })
