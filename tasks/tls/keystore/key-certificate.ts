import { bytesOf, type Content } from '../../../lib/core/content.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import { reveal, type Secret } from '../../../lib/core/secret.ts'
import { type ParsedCertificate, readCertificate } from '../../../lib/read/certificate.ts'
import { readKeystore } from '../../../lib/read/keystore.ts'

/** Where a private key is, on the controller. */
export interface KeyPlace {
  readonly from: string
  readonly password: string | Secret
  readonly alias: string
}

/** The certificate of a private key, out of the content of its key store. */
export function keyCertificate({ from, password, alias }: KeyPlace, content: Content): ParsedCertificate | Refusal {
  const store = readKeystore(bytesOf(content), reveal(password))
  if (isRefusal(store)) return { ...store, refusal: `${from}: ${store.refusal}` }
  const entry = store.entries.find((one) => one.kind === 'key' && one.alias === alias.toLowerCase())
  if (entry === undefined) return refuse(`${from} has no private key ${alias}`, 'name one that it has')
  const certificate = readCertificate(entry.pem)
  return isRefusal(certificate)
    ? { ...certificate, refusal: `${alias} in ${from}: ${certificate.refusal}` }
    : certificate
}
