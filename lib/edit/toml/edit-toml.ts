import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { onceForEqual } from '../equal-work.ts'
import { type Edited, editAll } from '../splice.ts'
import { type TomlEdit, type TomlReader, titleOf } from './edits.ts'
import { ensureMember, ensureTable } from './ensure.ts'
import { checkStrings } from './escape.ts'
import { parseToml } from './parse.ts'
import { removePath } from './remove.ts'
import { rename } from './rename.ts'
import { setValue } from './set.ts'

export interface EditTomlOptions {
  /** Who reads the file: any reader of TOML 1.0 (default), or the stricter one of WSO2's products. */
  readonly reader?: TomlReader | undefined
}

/**
 * Makes edits true in a TOML 1.0 document, each on the result of the one before. Bytes outside of what an edit is about
 * are those of the input. A document that its reader would not take, before or after, is a refusal and changes nothing;
 * so are edits that would change the result again.
 *
 * @example editToml(text, [set('server.hostname', 'is.example.com')], { reader: 'wso2' })
 */
export const editToml = onceForEqual(
  'toml',
  (text: string, edits: readonly TomlEdit[], { reader = 'toml' }: EditTomlOptions = {}): Edited => {
    const before = parseToml(text, reader)
    if (isRefusal(before)) return before
    return editAll(text, edits, (now, edit) => apply(now, edit, reader), titleOf)
  },
)

/** Every result is parsed again, and must be one that the reader takes. */
function apply(text: string, edit: TomlEdit, reader: TomlReader): string | Refusal {
  const edited = checkStrings(edit) ?? change(text, edit)
  if (isRefusal(edited) || edited === text) return edited
  const after = parseToml(edited, reader)
  return isRefusal(after)
    ? refuse(`${titleOf(edit)} would break the file: ${after.refusal}`, 'correct the edit; nothing was changed')
    : edited
}

function change(text: string, edit: TomlEdit): string | Refusal {
  switch (edit.edit) {
    case 'set':
      return setValue(text, edit.at, edit.value)
    case 'remove':
      return removePath(text, edit.at)
    case 'ensureTable':
      return ensureTable(text, edit)
    case 'ensureMember':
      return ensureMember(text, edit)
    case 'rename':
      return rename(text, edit)
  }
}
