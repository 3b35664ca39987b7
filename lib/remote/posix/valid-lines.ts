import { validationWords } from '../../core/place-words.ts'
import type { Placed } from './batch-places.ts'
import { userScript } from './frame.ts'
import { quote } from './quote.ts'

/** Runs the scripts that a new file has to pass, each on the file as it is made ready. */
export const validLines = ({ net: { operation }, index, path, ready = '' }: Placed): string[] =>
  operation.op !== 'write'
    ? []
    : (operation.validate ?? []).map((script) => {
        const run = userScript(script.replaceAll('%s', () => quote(ready)))
        const words = [path, ready, validationWords(script)].map(quote).join(' ')
        return `rb_k=${index} && { rb_v=$(umask 022; ${run} 2>&1 ) || rb_invalid $? ${words}; }`
      })
