import { pbkdf2Sync } from 'node:crypto'
import { bytesOf, type Content, sha256 } from '../core/content.ts'
import { isRefusal, type Refusal, refuse } from '../core/failure.ts'
import { reveal, type Secret } from '../core/secret.ts'
import { type KeystoreEntry, readKeystore } from './keystore.ts'

/** What is wanted to know of a key store: of what type it is, and what it has under one name. */
export interface NamedEntry {
  readonly type: 'JKS' | 'PKCS12'
  readonly entry: Pick<KeystoreEntry, 'kind' | 'sha256'> | undefined
}

interface Wanted {
  /** That of the store. */
  readonly password: string | Secret
  readonly alias: string
}

/** As it is read from the store itself. */
export function namedEntry(content: Content, { password, alias }: Wanted): NamedEntry | Refusal {
  const store = readKeystore(bytesOf(content), reveal(password))
  if (isRefusal(store)) return store
  return { type: store.type, entry: store.entries.find((one) => one.alias === alias.toLowerCase()) }
}

/** One line that says the same, and which password has opened the store: to whoever knows it. */
export function keystoreNote(content: Content, wanted: Wanted): string | undefined {
  const found = namedEntry(content, wanted)
  if (isRefusal(found)) return undefined
  const { type, entry } = found
  return [type, proofOf(wanted.password, sha256(bytesOf(content))), entry?.kind ?? 'none', entry?.sha256 ?? '-'].join(
    ' ',
  )
}

/** Reads that line, of a store of this digest. What does not fit is a fault of whoever has written it. */
export function readKeystoreNote(note: string, digest: string, { password }: Wanted): NamedEntry | Refusal {
  const { type, proof, kind, print } = form.exec(note)?.groups ?? {}
  if ((type !== 'JKS' && type !== 'PKCS12') || print === undefined)
    return refuse('the note that an earlier run has left of it cannot be read', 'run again with --no-cache')
  if (proof !== proofOf(password, digest))
    return refuse('the password does not open it', 'give the password that the key store was made with')
  return { type, entry: kind === 'trusted' || kind === 'key' ? { kind, sha256: print } : undefined }
}

const form = /^(?<type>JKS|PKCS12) (?<proof>[0-9a-f]{64}) (?<kind>trusted|key|none) (?<print>[0-9a-f]{64}|-)$/

/** Made as slowly as the key of a store of PKCS12, so that it tells no more of a password than the store itself does. */
const proofOf = (password: string | Secret, digest: string): string =>
  pbkdf2Sync(reveal(password), digest, 10_000, 32, 'sha256').toString('hex')
