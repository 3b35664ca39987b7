import * as v from 'valibot'
import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { defineCheck } from '../../../lib/core/check.ts'
import { bytesOf } from '../../../lib/core/content.ts'
import { commandFact, contentFact, each, on } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import { readCertificate } from '../../../lib/read/certificate.ts'
import { askTime } from '../../../lib/remote/posix/clock.ts'
import { hostPath, seconds, someOf, text, whole } from '../../support/schema.ts'

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

const certificateCheck = v.strictObject({
  /** The certificate, PEM, on the host. */
  path: hostPath,
  /** Days that it must still be valid. Default: 30. */
  days: v.optional(whole('a number of days', 0, 36500)),
})
export type CertificateCheck = v.InferInput<typeof certificateCheck>

/**
 * A certificate file is not near its end, by the clock of its host.
 *
 * @example certificateLasts({ path: '/etc/nginx/ssl/is.crt' })
 */
export const certificateLasts = defineCheck('certificateLasts', {
  options: certificateCheck,
  title: ({ path, days = 30 }) => `${path} is valid for ${days} days or more`,
  reads: ({ path }) => ({ at: contentFact(path), now: nowFact() }),
  check: ({ path, days = 30 }, { at, now }) => {
    if (at.type !== 'file')
      return refuse(`${path} is ${at.type === 'absent' ? 'not there' : at.type}`, 'make the certificate')
    const read = readCertificate(Buffer.from(bytesOf(at.content)).toString())
    if (isRefusal(read)) return refuse(`${path}: ${read.refusal}`, read.advice)
    const time = timeOf(now, 'the host')
    if (isRefusal(time)) return time
    const left = Math.floor((read.notAfter - time) / 86_400)
    if (left >= days) return `valid until ${day(read.notAfter)}, for ${left} days`
    return refuse(`${path} ${left < 0 ? 'has ended' : `ends in ${left} days`}, on ${day(read.notAfter)}`, 'renew it')
  },
})

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
 * @example clocksAgree({ others: ['is2', 'lb', 'db'] })
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
