import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { refuse } from '../../lib/core/failure.ts'
import { seconds, text } from '../support/schema.ts'
import { httpOptions } from './condition/http-look.ts'
import { lookFact, lookWords } from './condition/look.ts'
import { dependingOn, hosts } from './condition/rests-on.ts'

const { requestTimeout: _, ...request } = httpOptions
const options = v.strictObject({
  ...request,
  /** Seconds that the request may take. Default: 10. */
  timeout: v.optional(seconds),
  /** What to do when the answer is another. Default: to look into the log of what serves it. */
  advice: v.optional(text('what to do')),
  /** Other hosts that have a part in it: where a dry run would change one of them, this is deferred. */
  dependsOn: v.optional(hosts),
})
export type HttpCheck = v.InferInput<typeof options>

/**
 * A request that the host itself makes, by curl or wget, and the answer that must come: nothing is changed. To wait for
 * one, give the same options to `waitFor`.
 *
 * @example httpCheck({ url: 'https://is.example.com/carbon/admin/login.jsp', ca: '/etc/ssl/is.crt', resolve: '127.0.0.1', text: 'Sign-in' })
 */
export const httpCheck = defineCheck('httpCheck', {
  options,
  title: (args) => `check that ${lookWords(args)}`,
  reads: (args) => ({ ...dependingOn(args.dependsOn), seen: lookFact(args) }),
  check: ({ advice = 'look into the log of what serves it, then run again' }, { seen }) =>
    seen.status === 0 ? 'it answers so' : refuse(seen.output.trim(), advice),
})
