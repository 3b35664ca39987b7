import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { localFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { day, nowFact, timeOf } from '../checks/host-time.ts'
import { hostName, someOf, text, textOrSecret } from '../support/schema.ts'
import { keyCertificate } from './keystore/key-certificate.ts'

const options = v.strictObject({
  /** The key store on the controller, JKS or PKCS12. */
  from: text('the path of a key store of this machine'),
  /** That of the store. */
  password: textOrSecret,
  /** The name of the private key. */
  alias: text('the alias of the private key'),
  /** What its certificate has to be for. */
  names: someOf(hostName, 'host names'),
})
export type KeystoreCovers = v.InferInput<typeof options>

/**
 * The certificate of a key in a key store is for some names, and in time by the clock of the host that is to have it. Changes
 * nothing.
 *
 * @example keystoreCovers({ from: 'keys/app.p12', password: secret('keystore'), alias: 'app', names: ['app.example.com'] })
 */
export const keystoreCovers = defineCheck('keystoreCovers', {
  options,
  title: ({ from, names }) => `${from} is for ${names.join(' and ')}`,
  reads: ({ from }) => ({ local: localFact(from), now: nowFact() }),
  check: ({ from, password, alias, names }, { local, now }) => {
    if ('missing' in local) return refuse(local.missing, 'put it there, or name another file')
    const certificate = keyCertificate({ from, password, alias }, local.content)
    if (isRefusal(certificate)) return certificate
    const time = timeOf(now, 'the host')
    if (isRefusal(time)) return time
    const { notBefore, notAfter } = certificate
    if (time > notAfter || time < notBefore)
      return refuse(
        `the certificate of ${alias} in ${from} is valid from ${day(notBefore)} to ${day(notAfter)}, by this host's clock it is ${day(time)}`,
        'have another made, or set the clock',
      )
    const missing = names.filter((name) => !certificate.covers(name))
    return missing.length === 0
      ? `it is valid until ${day(notAfter)}`
      : refuse(
          `the certificate of ${alias} in ${from} is not for ${missing.join(' and ')}`,
          'have one made with it among the alternative names',
        )
  },
})
