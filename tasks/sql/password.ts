import { hmac } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '../../lib/core/content.ts'

/**
 * What a server keeps of a password, told apart without fetching it: the SHA-256 of its verifier. `scheme` is
 * `mysql_native_password`, `md5`, or `SCRAM-SHA-256 ROUNDS:SALT`. Undefined: another scheme, of which nothing is known.
 */
export function isPassword(scheme: string, digest: string, user: string, password: string): boolean | undefined {
  const verifier = verifierOf(scheme, user, password)
  return verifier === undefined ? undefined : hex(sha256(bytes(verifier))) === digest
}

function verifierOf(scheme: string, user: string, password: string): string | undefined {
  if (scheme === 'mysql_native_password') return `*${hex(sha1(sha1(bytes(password)))).toUpperCase()}`
  if (scheme === 'md5') return `md5${hex(md5(bytes(password + user)))}`
  const [, rounds, salt] = /^SCRAM-SHA-256 (\d+):(\S+)$/.exec(scheme) ?? []
  if (rounds === undefined || salt === undefined) return undefined
  const salted = pbkdf2(sha256, bytes(password.normalize('NFKC')), Buffer.from(salt, 'base64'), {
    c: Number(rounds),
    dkLen: 32,
  })
  return Buffer.from(sha256(hmac(sha256, salted, bytes('Client Key')))).toString('base64')
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
