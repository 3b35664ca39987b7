import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { isAddress } from '../core/address.ts'
import { type Refusal, refuse } from '../core/failure.ts'

/** What a certificate says. Times are seconds since 1970. */
export interface ParsedCertificate {
  readonly sha256: string
  /** The public key, as PEM. */
  readonly publicKey: string
  /** As in `rsa-2048` or `ec-prime256v1`. */
  readonly algorithm: string
  readonly notBefore: number
  readonly notAfter: number
  readonly subject: string
  readonly issuer: string
  /** Whether it may sign others. */
  readonly ca: boolean
  readonly pem: string
  /** Whether one of its alternative names is for this host name or IP address; a common name does not count. */
  covers(name: string): boolean
  signedBy(other: ParsedCertificate): boolean
}

/**
 * The first certificate of a PEM text.
 *
 * @example readCertificate(pem)
 */
export function readCertificate(text: string): ParsedCertificate | Refusal {
  const [pem] = /-----BEGIN (TRUSTED )?CERTIFICATE-----[^-]+-----END (TRUSTED )?CERTIFICATE-----/.exec(text) ?? []
  if (pem === undefined)
    return refuse('it holds no certificate in PEM form', 'name a file with BEGIN CERTIFICATE in it')
  try {
    return describe(new X509Certificate(pem), `${pem}\n`)
  } catch (error) {
    return refuse(`its certificate cannot be read (${(error as Error).message})`, 'look at it by openssl x509 -text')
  }
}

const parsed = new WeakMap<ParsedCertificate, X509Certificate>()

function describe(x509: X509Certificate, pem: string): ParsedCertificate {
  const made: ParsedCertificate = {
    sha256: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    publicKey: spki(x509.publicKey),
    algorithm: algorithmOf(x509.publicKey),
    notBefore: Date.parse(x509.validFrom) / 1000,
    notAfter: Date.parse(x509.validTo) / 1000,
    subject: oneLine(x509.subject),
    issuer: oneLine(x509.issuer),
    ca: x509.ca,
    pem,
    covers: (name) => coversName(x509, name),
    signedBy: (other) => {
      const signer = parsed.get(other)
      return signer !== undefined && x509.checkIssued(signer) && x509.verify(signer.publicKey)
    },
  }
  parsed.set(made, x509)
  return made
}

/** The public half of a private key in PEM form. */
export function publicHalf(privateKey: string): string | Refusal {
  if (/ENCRYPTED/.test(privateKey)) {
    return refuse(
      'it is locked by a pass phrase, which nobody could type when the server starts',
      'unlock a copy by openssl pkey -in locked.key -out open.key',
    )
  }
  try {
    return spki(createPublicKey(createPrivateKey(privateKey)))
  } catch {
    return refuse('it holds no private key that can be read', 'name a PEM file with BEGIN PRIVATE KEY in it')
  }
}

/** Whether clients of today, nginx with OpenSSL 3 among them, refuse such a key. */
export const isWeak = (algorithm: string): boolean =>
  /^(rsa|dsa)/.test(algorithm) && Number(algorithm.split('-').at(-1)) < 2048

const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()
const oneLine = (name: string): string => (name ?? '').trim().split('\n').join(', ')

function algorithmOf(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  return [key.asymmetricKeyType, modulusLength ?? namedCurve].filter(Boolean).join('-')
}

function coversName(x509: X509Certificate, name: string): boolean {
  if (isAddress(name)) return x509.checkIP(name) !== undefined
  const listed = (x509.subjectAltName ?? '').toLowerCase().split(', ')
  if (name.startsWith('*.')) return listed.includes(`dns:${name.toLowerCase()}`)
  return x509.checkHost(name, { subject: 'never' }) !== undefined
}
