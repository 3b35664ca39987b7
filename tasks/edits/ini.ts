import * as v from 'valibot'
import { contentFact } from '../../lib/core/fact.ts'
import { defineTask } from '../../lib/core/task.ts'
import { editIni, type IniEdit } from '../../lib/edit/ini.ts'
import { editTextFile, makeTextFile, nothingToRemove } from '../support/edit-file.ts'
import { encoding, hostPath, truth } from '../support/schema.ts'
import { validated, validates } from '../support/validation.ts'
import { editsOf } from './support/edits.ts'
import * as edits from './support/ini-edits.ts'
import { withEdits } from './support/with-edits.ts'

const options = v.strictObject({
  /** The file. */
  path: hostPath,
  /** In order, each on the result of the one before. */
  edits: editsOf<IniEdit>('ini files'),
  /** Make a missing file. Default: it is refused. */
  create: v.optional(truth),
  /** Whether what reads the file takes `#` and `;` behind a blank for the begin of a comment, which then stays. Default: false. */
  inlineComments: v.optional(truth),
  /** The encoding of the file. Default: UTF-8; where it is not that, ISO-8859-1, in which each byte stays what it is. */
  encoding: v.optional(encoding),
  ...validates,
})
export type Ini = v.InferInput<typeof options>

/**
 * Edits of an ini file, by section and key; comments, spacing, order and all other keys stay. Sections and keys are named
 * as they are written, for not every reader takes capitals for small letters.
 *
 * @example ini({ path: '/etc/mysql/my.cnf', edits: [ini.set('mysqld', 'max_connections', '500'), ini.flag('mysqld', 'skip-name-resolve')] })
 * @example ini({ path: '/etc/php.ini', edits: [ini.set('Date', 'date.timezone', 'UTC'), ini.remove('PHP', 'register_globals')] })
 */
export const ini = withEdits(
  defineTask('ini', {
    options,
    title: ({ path }) => `edit ${path}`,
    reads: ({ path }) => ({ at: contentFact(path) }),
    plan: ({ path, edits, create, inlineComments = false, encoding, validate }, { at }) => {
      const edit = (text: string) => editIni(text, edits, { inlineComments })
      return validated(
        nothingToRemove(at, edits, ({ edit }) => edit === 'remove' || edit === 'removeSection') ??
          (create && at.type === 'absent' ? makeTextFile : editTextFile)(path, at, edit, encoding),
        validate,
      )
    },
  }),
  edits,
)
