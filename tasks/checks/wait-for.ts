import * as v from 'valibot'
import { defineTask } from '../../lib/core/task.ts'
import { waitScript } from '../../lib/remote/posix/waits.ts'
import { kinds } from '../support/kinds.ts'
import { seconds } from '../support/schema.ts'
import { awaited, hopeless, lookFact, looks, lookWords } from './condition/look.ts'
import { dependingOn, hosts } from './condition/rests-on.ts'

/** No second at all: it is looked once. */
const patience: v.GenericSchema<number> = v.pipe(
  v.number(({ received }) => `it is ${received}: give a number of seconds`),
  v.check((value) => value >= 0 && Number.isFinite(value), 'give a number of seconds, or 0 to look once'),
)

const options = kinds(
  {
    /** Seconds after which it fails, with what was last seen. Default: 60. */
    timeout: v.optional(patience),
    /** Seconds between two looks. Default: 1. */
    interval: v.optional(seconds),
    /** Other hosts that have a part in it: where a dry run would change one of them, this is deferred. */
    dependsOn: v.optional(hosts),
  },
  looks,
)
export type WaitFor = v.InferInput<typeof options>

/**
 * Waits for an open port, a line in a log, a command that succeeds, or an answer to a request. What is so already costs
 * nothing. After anything that changes the host in the same play it is looked at when its turn comes.
 *
 * A log line stays where it is when a service is restarted: for the start of a service give `ready` to `service` instead.
 *
 * @example waitFor({ port: 3306, host: '10.0.0.20', timeout: 120 })
 * @example waitFor({ script: 'pg_isready -q', interval: 2 })
 */
export const waitFor = defineTask('waitFor', {
  options,
  title: (args) => `wait until ${lookWords(args)}`,
  reads: (args) => ({ ...dependingOn(args.dependsOn), seen: lookFact(args) }),
  plan: (args, { seen }) => {
    if (seen.status === 0) return []
    const no = hopeless(seen)
    if (no) return no
    const { timeout = 60, interval = 1 } = args
    const answers = [{ question: lookFact(args).question, answer: { status: 0, output: '' } }]
    return [
      {
        op: 'run',
        script: waitScript(awaited(args), { timeout, interval }),
        effects: { answers },
        undo: 'files',
      },
    ]
  },
})
