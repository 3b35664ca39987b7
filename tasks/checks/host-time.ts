import type { CommandAnswer } from '../../lib/core/answers.ts'
import { commandFact } from '../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'
import { askTime } from '../../lib/remote/posix/clock.ts'

/** The time of a host, in seconds since 1970. */
export const nowFact = () => commandFact(askTime, [])

/** What a host has said of its time; a host without a readable one is told, for it is neither early nor late. */
export const timeOf = ({ output }: CommandAnswer, host: string): number | Refusal =>
  /^\d+\s*$/.test(output)
    ? Number(output)
    : refuse(
        `the clock of ${host} cannot be read (${output.trim() || 'no answer'})`,
        'look at what date +%s says there',
      )

export const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)
