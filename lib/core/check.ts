import { type Finding, found, type Refusal } from './failure.ts'
import type { Answers, Reads } from './resource.ts'
import type { OutputOf, Schema } from './schema.ts'
import { defineTask, type Task } from './task.ts'

/** What a check found, when it is as it should be, or what is worth a look; else what is wrong and what to do. */
export type Verdict = string | Finding | Refusal

export interface CheckSpec<Checked extends Schema, Asked extends Reads<Asked>> {
  readonly options: Checked
  title(args: OutputOf<Checked>): string
  reads(args: OutputOf<Checked>): Asked
  /** Pure, as a task's `plan` is. */
  check(args: OutputOf<Checked>, answers: Answers<Asked>): Verdict
}

/**
 * Makes a check: a task that only reads, and says what it has found.
 *
 * @example
 * const uptime = defineCheck('uptime', {
 *   options: v.strictObject({ days: v.number() }),
 *   title: ({ days }) => `the host has been up for ${days} days`,
 *   reads: () => ({ up: commandFact('cut -d. -f1 /proc/uptime', []) }),
 *   check: ({ days }, { up }) =>
 *     Number(up.output) >= days * 86400 ? `up for ${up.output} seconds` : refuse('it was started lately', 'ask why'),
 * })
 */
export function defineCheck<Checked extends Schema, Asked extends Reads<Asked>>(
  name: string,
  { check, ...spec }: CheckSpec<Checked, Asked>,
): Task<Checked> {
  return defineTask(name, {
    ...spec,
    plan: (args, answers: Answers<Asked>) => {
      const verdict = check(args, answers)
      return typeof verdict === 'string' ? found(verdict) : verdict
    },
  })
}
