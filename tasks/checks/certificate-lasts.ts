import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { bytesOf } from '../../lib/core/content.ts'
import { contentFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { readCertificate } from '../../lib/read/certificate.ts'
import { hostPath, whole } from '../support/schema.ts'
import { day, nowFact, timeOf } from './host-time.ts'

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
 * @example certificateLasts({ path: '/etc/nginx/ssl/web.crt' })
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
