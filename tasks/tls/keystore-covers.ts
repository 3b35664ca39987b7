import * as v from 'valibot'
import { defineCheck } from '../../lib/core/check.ts'
import { bytesOf } from '../../lib/core/content.ts'
import { localFact } from '../../lib/core/fact.ts'
import { isRefusal, refuse } from '../../lib/core/failure.ts'
import { reveal } from '../../lib/core/secret.ts'
import { readCertificate } from '../../lib/read/certificate.ts'
import { readKeystore } from '../../lib/read/keystore.ts'
import { day, nowFact, timeOf } from '../checks/host-time.ts'
import { hostName, someOf, text, textOrSecret } from '../support/schema.ts'

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
    const store = readKeystore(bytesOf(local.content), reveal(password))
    if (isRefusal(store)) return { ...store, refusal: `${from}: ${store.refusal}` }
    const entry = store.entries.find((one) => one.kind === 'key' && one.alias === alias.toLowerCase())
    if (entry === undefined) return refuse(`${from} has no private key ${alias}`, 'name one that it has')
    const certificate = readCertificate(entry.pem)
    if (isRefusal(certificate)) return { ...certificate, refusal: `${alias} in ${from}: ${certificate.refusal}` }
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
