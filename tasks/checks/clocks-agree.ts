import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { each, on } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { seconds, someOf, text } from '../support/schema.ts'
import { nowFact, timeOf } from './host-time.ts'

const clockCheck = v.strictObject({
  /** Names of the other hosts of the inventory. */
  others: someOf(text('the name of a host'), 'names of other hosts'),
  /** Seconds. Hosts are asked one after the other, and one may take some seconds to be reached. Default: 30. */
  within: v.optional(seconds),
})
export type ClockCheck = v.InferInput<typeof clockCheck>

/**
 * The clocks of hosts are not apart: tokens and assertions of one node would not be valid yet, or any more, on another.
 *
 * @example clocksAgree({ others: ['web2', 'lb', 'db'] })
 */
export const clocksAgree = defineCheck('clocksAgree', {
  options: clockCheck,
  title: ({ others }) => `the clock agrees with ${others.join(', ')}`,
  reads: ({ others }) => ({ now: nowFact(), there: each(others, (other) => on(other, nowFact())) }),
  check: ({ within = 30 }, { now, there }) => {
    const own = timeOf(now, 'this host')
    if (isRefusal(own)) return own
    const apart: { other: string; by: number }[] = []
    for (const [other, answer] of there) {
      const time = timeOf(answer, other)
      if (isRefusal(time)) return time
      apart.push({ other, by: time - own })
    }
    const wrong = apart.filter(({ by }) => Math.abs(by) > within)
    if (wrong.length === 0) return `no more than ${Math.max(0, ...apart.map(({ by }) => Math.abs(by)))} s apart`
    return refuse(
      wrong
        .map(({ other, by }) => `the clock of ${other} is ${Math.abs(by)} s ${by < 0 ? 'behind' : 'ahead'}`)
        .join(', '),
      'set the clocks by a time server (timedatectl set-ntp true)',
    )
  },
})
