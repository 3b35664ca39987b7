import { commandFact } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import type { Host } from '../lib/core/inventory.ts'
import { defineTask } from '../lib/core/task.ts'
import type { HttpLook } from './support/http-look.ts'
import { lookScript, lookWords } from './support/look.ts'
import { restsOn } from './support/rests-on.ts'

export interface HttpCheck extends HttpLook {
  /** What to do when the answer is another. Default: to look into the log of what serves it. */
  readonly advice?: string
  /** Other hosts that have a part in it: where a dry run would change one of them, this is deferred. */
  readonly restsOn?: readonly Host[]
}

/**
 * A request that the host itself makes, by curl or wget, and the answer that must come: nothing is changed. To wait for
 * one, give the same options to `waitFor`.
 *
 * @example httpCheck({ url: 'https://is.example.com/carbon/admin/login.jsp', ca: '/etc/ssl/is.crt', resolve: '127.0.0.1', text: 'Sign-in' })
 */
export const httpCheck = defineTask('httpCheck', {
  title: (args: HttpCheck) => `check that ${lookWords(args)}`,
  reads: (args) => ({ ...restsOn(args.restsOn), seen: commandFact(lookScript(args)) }),
  plan: ({ advice = 'look into the log of what serves it, then run again' }, { seen }) =>
    seen.status === 0 ? [] : refuse(seen.output.trim(), advice),
})
