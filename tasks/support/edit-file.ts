import type { NotedAnswer } from '../../lib/core/answers.ts'
import { bytesOf, type Content, contentOf, sameContent } from '../../lib/core/content.ts'
import { charset, utf8 } from '../../lib/core/encoding.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import { holdsReference } from '../../lib/core/reference.ts'
import type { Changes } from '../../lib/core/resource.ts'
import { decodeText, encodeText } from '../../lib/edit/text-file.ts'
import { cannotWrite, madeBefore, notAFile } from './attributes.ts'

/**
 * Plans an edit of a file's content: nothing when the bytes are as they shall be. A refusal of the edit names the file.
 * Where it brings in a secret that is there already, the file is written as it is, so that the plan refers to it.
 */
export function editFile(path: string, at: NotedAnswer, edit: (content: Content) => Content | Refusal): Changes {
  if ('note' in at) return []
  if (at.type === 'absent') return refuse(`${path} is not there to edit`, madeBefore('or name another file'))
  if (at.type !== 'file') return notAFile(path, at)
  const after = edit(at.content)
  if (isRefusal(after)) return refuse(`${path}: ${after.refusal}`, after.advice)
  const refers = 'text' in after && holdsReference(after.text)
  if (refers && !restsOn(after, edit))
    return refuse(
      `${path}: these edits would be made again on each run`,
      'name each place by something that no edit changes',
    )
  return !refers && sameContent(at.content, after) ? [] : [{ op: 'write', path, content: after }]
}

/** Edits were tried on references; on the host the secrets themselves will stand there. */
function restsOn(after: Content, edit: (content: Content) => Content | Refusal): boolean {
  const again = edit(contentOf(bytesOf(after)))
  return !isRefusal(again) && sameContent(again, after)
}

/** The same for an edit of its characters, which are written in the encoding that they were read in. */
export const editTextFile = (
  path: string,
  at: NotedAnswer,
  edit: (text: string) => { readonly text: string } | Refusal,
  encoding?: string,
): Changes =>
  editFile(path, at, (content) => {
    const source = decodeText(content, encoding)
    if (isRefusal(source)) return source
    const edited = edit(source.text)
    if (isRefusal(edited)) return edited
    return edited.text === source.text ? content : encodeText(edited.text, source.charset)
  })

/** The same for a file that is in UTF-8 by its own rules: any other is refused, for its reader would not take it. */
export const editUtf8File = (
  path: string,
  at: NotedAnswer,
  edit: (text: string) => { readonly text: string } | Refusal,
): Changes =>
  editFile(path, at, (content) => {
    const source = decodeText(content, utf8.name)
    if (isRefusal(source))
      return refuse(source.refusal, 'convert it to UTF-8, which is the one encoding that it may have')
    const edited = edit(source.text)
    if (isRefusal(edited)) return edited
    return edited.text === source.text ? content : encodeText(edited.text, utf8)
  })

/** The file that an edit makes of nothing. */
export function makeTextFile(
  path: string,
  at: NotedAnswer,
  edit: (text: string) => { readonly text: string } | Refusal,
  encoding = utf8.name,
): Changes {
  const no = cannotWrite(path, at)
  if (no) return no
  const edited = edit('')
  const content = isRefusal(edited) ? edited : encodeText(edited.text, charset(encoding) ?? utf8)
  return isRefusal(content) ? refuse(`${path}: ${content.refusal}`, content.advice) : [{ op: 'write', path, content }]
}

/** Where there is no file, there is nothing left to do for edits that only take away. Undefined: there may be. */
export const nothingToRemove = <Edit>(
  at: NotedAnswer,
  edits: readonly Edit[],
  onlyRemoves: (edit: Edit) => boolean,
): Changes | undefined => (at.type === 'absent' && edits.length > 0 && edits.every(onlyRemoves) ? [] : undefined)
