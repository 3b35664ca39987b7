import { commandFact } from '../lib/core/fact.ts'
import type { Host } from '../lib/core/inventory.ts'
import { defineTask } from '../lib/core/task.ts'
import { type Look, lookScript, lookWords, waitScript } from './support/look.ts'
import { restsOn } from './support/rests-on.ts'

export type WaitFor = Look & {
  /** Seconds after which it fails, with what was last seen. Default: 60. */
  readonly timeout?: number
  /** Seconds between two looks. Default: 1. */
  readonly interval?: number
  /** Other hosts that have a part in it: where a dry run would change one of them, this is deferred. */
  readonly restsOn?: readonly Host[]
}

/**
 * Waits for an open port, a line in a log, a command that succeeds, or an answer to a request. What is so already costs
 * nothing. After anything that changes the host in the same play it is looked at when its turn comes.
 *
 * A log line stays where it is when a service is restarted: for the start of a service give `ready` to `service` instead.
 *
 * @example waitFor({ port: 3306, host: '10.0.0.20', timeout: 120 })
 * @example waitFor({ command: 'pg_isready -q', interval: 2 })
 */
export const waitFor = defineTask('waitFor', {
  title: (args: WaitFor) => `wait until ${lookWords(args)}`,
  reads: (args) => ({ ...restsOn(args.restsOn), seen: commandFact(lookScript(args)) }),
  plan: (args, { seen }) => {
    if (seen.status === 0) return []
    const { timeout = 60, interval = 1 } = args
    const answers = [{ question: commandFact(lookScript(args)).question, answer: { status: 0, output: '' } }]
    return [{ op: 'run', script: waitScript(args, { timeout, interval }), effects: { answers } }]
  },
})
