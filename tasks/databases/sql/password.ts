import { hmac } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '../../../lib/core/content.ts'

/**
 * What a server keeps of a password, told apart without fetching it: the SHA-256 of its verifier. `scheme` is
 * `mysql_native_password`, `md5`, or `SCRAM-SHA-256 ROUNDS:SALT`. Undefined: another scheme, of which nothing is known.
 */
export function isPassword(scheme: string, digest: string, user: string, password: string): boolean | undefined {
  const verifiers = verifiersOf(scheme, user, password)
  return verifiers?.some((verifier) => hex(sha256(bytes(verifier))) === digest)
}

function verifiersOf(scheme: string, user: string, password: string): string[] | undefined {
  if (scheme === 'mysql_native_password') return [`*${hex(sha1(sha1(bytes(password)))).toUpperCase()}`]
  if (scheme === 'md5') return [`md5${hex(md5(bytes(password + user)))}`]
  const [, rounds, salt] = /^SCRAM-SHA-256 (\d+):(\S+)$/.exec(scheme) ?? []
  if (rounds === undefined || salt === undefined) return undefined
  return [...new Set([prepared(password), password])].map((text) => {
    const salted = pbkdf2(sha256, bytes(text), Buffer.from(salt, 'base64'), { c: Number(rounds), dkLen: 32 })
    return Buffer.from(sha256(hmac(sha256, salted, bytes('Client Key')))).toString('base64')
  })
}

/**
 * As SASLprep (RFC 4013) writes a password. Where it prohibits a character, PostgreSQL takes the password as it was given,
 * so both forms are tried: which characters those are depends on the Unicode of 2002, and need not be known here.
 */
const prepared = (password: string): string =>
  password.replace(otherBlanks, ' ').replace(mappedToNothing, '').normalize('NFKC')

/** Table C.1.2 of RFC 3454. Of U+200B, which B.1 has as well, PostgreSQL makes a blank: it looks here first. */
const otherBlanks = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g
/** Table B.1. */
const mappedToNothing = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/g

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
