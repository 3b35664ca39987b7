import type { CommandAnswer, ContentAnswer, DigestAnswer, LocalAnswer } from '../../../lib/core/answers.ts'
import { bytesOf } from '../../../lib/core/content.ts'
import { isRefusal, type Refusal, refuse } from '../../../lib/core/failure.ts'
import { isWeak, type ParsedCertificate, publicHalf, readCertificate } from '../../../lib/read/certificate.ts'
import { cannotWrite, notAFile } from '../../support/attributes.ts'

/** A certificate and the public half of a key, where there are such. */
export interface Found {
  readonly certificate?: ParsedCertificate
  /** All of the certificate's file. */
  readonly text?: string
  /** Without line ends, which tools set in different places. */
  readonly half?: string
}

const day = 86_400

/** The pair that is in place on a host, told by its certificate and its key's public half. */
export function pairInPlace(
  { path, key }: { readonly path: string; readonly key: string },
  at: ContentAnswer,
  keyAt: DigestAnswer,
  half: CommandAnswer,
): Found | Refusal {
  const found = certificateAt(path, at)
  if (isRefusal(found)) return found
  const no =
    keyAt.type === 'broken link'
      ? undefined
      : keyAt.type === 'absent'
        ? wrongFolder(key, keyAt)
        : cannotWrite(key, keyAt)
  if (no) return no
  if (keyAt.type !== 'file' || half.status === 3) return found
  if (half.status === 127)
    return refuse('openssl is not on this host', "install it before, with packages({ names: ['openssl'] })")
  if (half.status !== 0)
    return refuse(`${key} holds no private key that opens without a pass phrase`, 'move it away, or name another file')
  return { ...found, half: pem(half.output) }
}

const wrongFolder = (path: string, at: Extract<DigestAnswer, { type: 'absent' }>): Refusal | undefined =>
  at.parent === 'absent' ? undefined : cannotWrite(path, at)

function certificateAt(path: string, at: ContentAnswer): Found | Refusal {
  if (at.type === 'broken link') return {}
  if (at.type === 'absent') return wrongFolder(path, at) ?? {}
  if (at.type !== 'file') return notAFile(path, at)
  const text = Buffer.from(bytesOf(at.content)).toString('latin1')
  const certificate = readCertificate(text)
  if (isRefusal(certificate)) return refuse(`${path}: ${certificate.refusal}`, 'move it away, or name another file')
  return { certificate, text }
}

/** What is wrong with a pair for these names at this time; undefined: nothing. */
export function wrongWith(
  { certificate, half }: Found,
  { names, until, from = until }: { readonly names: readonly string[]; readonly until: number; readonly from?: number },
): string | undefined {
  if (!certificate) return 'is not there'
  if (half === undefined) return 'has no key'
  if (half !== pem(certificate.publicKey)) return 'does not belong to its key'
  const missing = names.filter((name) => !certificate.covers(name))
  if (missing.length > 0) return `is not for ${missing.join(', ')}`
  if (certificate.notAfter <= until) return `ends on ${date(certificate.notAfter)}`
  if (certificate.notBefore > from) return `begins only on ${date(certificate.notBefore)}`
  return isWeak(certificate.algorithm) ? `has a weak key (${certificate.algorithm})` : undefined
}

/** Your own pair as it is on the controller, refused when no client or server would take it. */
export function givenPair(
  from: { readonly certificate: string; readonly key: string },
  local: LocalAnswer,
  localKey: LocalAnswer,
  { names, now }: { readonly names: readonly string[]; readonly now: number },
): Required<Found> | Refusal {
  const missing = 'missing' in local ? local : 'missing' in localKey ? localKey : undefined
  if (missing) return refuse(missing.missing, 'put it there, or name another file')
  const text = textOf(local)
  const certificate = readCertificate(text)
  if (isRefusal(certificate)) return { ...certificate, refusal: `${from.certificate}: ${certificate.refusal}` }
  const half = publicHalf(textOf(localKey))
  if (typeof half !== 'string') return { ...half, refusal: `${from.key}: ${half.refusal}` }
  const wrong = wrongWith({ certificate, half: pem(half) }, { names, until: now })
  if (wrong === undefined) return { certificate, text, half: pem(half) }
  const what = `${from.certificate} (${certificate.subject || 'no subject'}) ${wrong}`
  return refuse(what, 'bring a certificate and its key that fit, the certificate of the server first in its file')
}

/** Who is to sign, able to do so for at least this long; with the days that its own end leaves. */
export function signerAt(
  path: string,
  at: ContentAnswer,
  { now, days, renewBefore }: { readonly now: number; readonly days: number; readonly renewBefore: number },
): { readonly certificate: ParsedCertificate; readonly days: number } | Refusal {
  const found = certificateAt(path, at)
  if (isRefusal(found)) return found
  const { certificate } = found
  if (!certificate) return refuse(`${path} is not there to sign with`, 'put the authority’s certificate there before')
  if (!certificate.ca) return refuse(`${path} may not sign other certificates`, 'name the certificate of an authority')
  const left = Math.floor((certificate.notAfter - now) / day)
  if (certificate.notAfter <= now)
    return refuse(`${path} ended on ${date(certificate.notAfter)}`, 'renew the authority, then run again')
  if (left <= renewBefore)
    return refuse(
      `${path} ends on ${date(certificate.notAfter)}, within the ${renewBefore} days of renewBefore`,
      'renew the authority, then run again',
    )
  return { certificate, days: Math.min(days, left) }
}

export const textOf = (local: LocalAnswer): string =>
  'missing' in local ? '' : Buffer.from(bytesOf(local.content)).toString('latin1')

const pem = (text: string): string => text.replace(/\s+/g, '')
const date = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)
