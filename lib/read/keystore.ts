import { createHash, X509Certificate } from 'node:crypto'
import { type Refusal, refuse } from '../core/failure.ts'
import { latePackage } from '../packages/late-package.ts'

export interface Keystore {
  readonly type: 'JKS' | 'PKCS12'
  readonly entries: readonly KeystoreEntry[]
}

export interface KeystoreEntry {
  /** Java compares aliases in lower case, so they are given in it. */
  readonly alias: string
  readonly kind: 'trusted' | 'key'
  /** SHA-256 of the certificate (of a key: its own, not its signer's), hexadecimal. */
  readonly sha256: string
  /** The same certificate. */
  readonly pem: string
}

/**
 * The entries of a Java key store, without a JVM. The password is checked against the store's own seal.
 *
 * @example readKeystore(bytes, 'wso2carbon')
 */
export function readKeystore(bytes: Uint8Array, password: string): Keystore | Refusal {
  const store = Buffer.from(bytes)
  try {
    if (store.length >= 4 && store.readUInt32BE() === 0xfeedfeed) return { type: 'JKS', entries: jks(store, password) }
    if (store[0] === 0x30) return { type: 'PKCS12', entries: pkcs12(store, password) }
    return refuse('it is no key store of type JKS or PKCS12', 'name a key store, or convert it by keytool')
  } catch (error) {
    const { message } = error as Error
    return /password/i.test(message)
      ? refuse('the password does not open it', 'give the password that the key store was made with')
      : refuse(`it is damaged, or of a kind that is not known here (${message})`, 'look at it by keytool -list')
  }
}

const jksJs = latePackage<typeof import('jks-js')>('jks-js')

const jks = (store: Buffer, password: string): KeystoreEntry[] =>
  jksJs()
    .parseJks(store, password)
    .map((entry) => {
      const [own] = 'chain' in entry ? entry.chain : [entry.cert]
      return {
        alias: entry.alias.toLowerCase(),
        kind: 'chain' in entry ? 'key' : 'trusted',
        // Of a store of a hundred certificates one is looked at.
        get sha256() {
          return createHash('sha256')
            .update(own?.value ?? '')
            .digest('hex')
        },
        get pem() {
          return pemOf(own?.value)
        },
      }
    })

const pkcs12 = (store: Buffer, password: string): KeystoreEntry[] =>
  Object.entries(jksJs().toPem(store, password)).flatMap(([alias, { ca, cert }]): KeystoreEntry[] => {
    const pem = cert ?? ca
    if (pem === undefined) return []
    const sha256 = new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()
    return [{ alias: alias.toLowerCase(), kind: cert === undefined ? 'trusted' : 'key', sha256, pem }]
  })

const pemOf = (der: Uint8Array = new Uint8Array()): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`
