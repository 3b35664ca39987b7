import { isRefusal, type Refusal } from './failure.ts'
import { type Answers, defineTask, type Reads, type Resource, type TaskOptions } from './task.ts'

/** A resource that changes nothing, and can also say what it has found. */
export interface Check extends Resource {
  /** What it found, in the words of a report, where all is well. */
  found(answers: Readonly<Record<string, unknown>>): string
}

/** What a check found, when it is as it should be; else what is wrong and what to do. */
export type Verdict = string | Refusal

export interface CheckSpec<Args, Asked extends Reads<Asked>> {
  title(args: Args): string
  reads(args: Args): Asked
  /** Pure, as a task's `plan` is. */
  check(args: Args, answers: Answers<Asked>): Verdict
}

/**
 * Makes a check: a task that only reads.
 *
 * @example
 * const uptime = defineCheck('uptime', {
 *   title: ({ days }: { days: number }) => `the host has been up for ${days} days`,
 *   reads: () => ({ up: commandFact('cut -d. -f1 /proc/uptime', []) }),
 *   check: ({ days }, { up }) =>
 *     Number(up.output) >= days * 86400 ? `up for ${up.output} seconds` : refuse('it was started lately', 'ask why'),
 * })
 */
export function defineCheck<Args extends object, Asked extends Reads<Asked>>(
  name: string,
  { title, reads, check }: CheckSpec<Args, Asked>,
): (options: Args & TaskOptions) => Check {
  const make = defineTask<Args, Asked>(name, {
    title,
    reads,
    plan: (args, answers) => {
      const verdict = check(args, answers)
      return isRefusal(verdict) ? verdict : []
    },
  })
  return (options) => {
    const found = (answers: Readonly<Record<string, unknown>>) => {
      const verdict = check(options, answers as Answers<Asked>)
      return isRefusal(verdict) ? verdict.refusal : verdict
    }
    return Object.freeze({ ...make(options), found })
  }
}

export const isCheck = (resource: Resource): resource is Check => 'found' in resource
