import { validationWords } from '../../core/place-words.ts'
import type { Placed } from './batch-places.ts'
import { userScript } from './frame.ts'
import { quote } from './quote.ts'

/** Seconds that a script has to let a file pass. */
const limit = 60

/**
 * Runs the scripts that a new file has to pass, each on the file as it is made ready. What it says goes to a file beside that: a
 * program that it leaves running would hold a pipe.
 */
export const validLines = ({ net: { operation }, index, path, room = '', ready = '' }: Placed): string[] =>
  operation.op !== 'write'
    ? []
    : (operation.validate ?? []).map((script) => {
        const run = userScript(
          script.replaceAll('%s', () => quote(ready)),
          [],
          undefined,
          limit,
        )
        const words = [path, ready, validationWords(script)].map(quote).join(' ')
        return `rb_k=${index} && rb_v=${quote(`${room}/said`)} && { ( umask 022; ${run} ) >|"$rb_v" 2>&1 || rb_invalid $? ${words}; } && { [ -f ${quote(ready)} ] || rb_taken ${words}; }`
      })
