import * as v from 'valibot'
import { defineCheck } from '../../../lib/core/check.ts'
import { isRefusal, refuse, warn } from '../../../lib/core/failure.ts'
import { day, nowFact, timeOf } from '../../checks/host-time.ts'
import { truth } from '../../support/schema.ts'
import { version } from '../product.ts'
import { releaseOf } from '../versions/releases.ts'

const options = v.strictObject({
  /** That of the product. */
  version,
  /** Whether one that has ended will do. Default: no. */
  accept: v.optional(truth),
})
export type PackCertificate = v.InferInput<typeof options>

/**
 * The certificate that is in every pack of this version has not ended, by the clock of the host. It is for `localhost` in any
 * case. Changes nothing.
 *
 * @example packCertificateLasts({ version: '7.2.0' })
 */
export const packCertificateLasts = defineCheck('packCertificateLasts', {
  options,
  title: ({ version }) => `the certificate that comes with ${version} is still valid`,
  reads: () => ({ now: nowFact() }),
  check: ({ version, accept = false }, { now }) => {
    const time = timeOf(now, 'the host')
    if (isRefusal(time)) return time
    const { certificateEnds } = releaseOf(version)
    if (day(time) <= certificateEnds) return warn(`it is for localhost, and valid until ${certificateEnds}`)
    if (accept) return warn(`it has ended on ${certificateEnds}, which is accepted`)
    return refuse(
      `the certificate that comes with Identity Server ${version} has ended on ${certificateEnds}: other servers and clients refuse it`,
      "name a key store of your own as keystore, or say accept: ['certificate']",
    )
  },
})
