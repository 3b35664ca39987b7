import * as v from 'valibot'
import type { ContentAnswer, LocalAnswer } from '../../../lib/core/answers.ts'
import { bytesOf } from '../../../lib/core/content.ts'
import { type Fact, localFact } from '../../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse, sentence } from '../../../lib/core/failure.ts'
import { pathsOf } from '../../../lib/core/question.ts'
import type { Secret } from '../../../lib/core/secret.ts'
import { type ParsedCertificate, readCertificate } from '../../../lib/read/certificate.ts'
import { fact, text, textOrSecret } from '../../support/schema.ts'
import { keyCertificate } from '../keystore/key-certificate.ts'

const pem: v.GenericSchema<string> = v.pipe(
  text('a certificate, PEM'),
  v.check(
    (given) => !isRefusal(readCertificate(given)),
    ({ input }) => sentence(readCertificate(input) as Refusal),
  ),
)

/** A private key in a key store of this machine, whose certificate is meant. */
type KeyEntry = {
  /** The key store on the controller; of type JKS or PKCS12. */
  readonly from: string
  /** That of the store. */
  readonly password: string | Secret
  /** The name of the private key in it. */
  readonly alias: string
}

const keyEntry: v.GenericSchema<KeyEntry> = v.strictObject({
  from: text('the path of a key store of this machine'),
  password: textOrSecret,
  alias: text('the alias of the private key'),
})

export type FoundCertificate = ContentAnswer | LocalAnswer
type Given = string | Fact<FoundCertificate> | KeyEntry

/** A certificate to trust, or where it is. */
export const trustedCertificate: v.GenericSchema<Given> = v.union(
  [pem, fact<FoundCertificate>(), keyEntry],
  "give a certificate, PEM, or where it is, as in on('lb', contentFact('/etc/x.crt')), localFact('x.crt') or { from: 'keys/x.p12', password, alias }",
)

/** What is to be asked for it. */
export const certificateFact = (given: Given): Fact<FoundCertificate> | undefined =>
  typeof given === 'string' ? undefined : isEntry(given) ? localFact(given.from) : given

const isEntry = (given: Exclude<Given, string>): given is KeyEntry => 'alias' in given

/** The certificate that is meant, with what was answered. */
export function certificateOf(given: Given, found: FoundCertificate | undefined): ParsedCertificate | Refusal {
  if (typeof given === 'string') return readCertificate(given)
  if (found !== undefined && 'missing' in found) return refuse(found.missing, 'put it there, or name another file')
  const where = isEntry(given) ? given.from : placeOf(given)
  if (found === undefined || ('type' in found && found.type !== 'file'))
    return refuse(
      `the certificate ${where} is ${found?.type ?? 'not known'}`,
      'make it before, with certificate() in an earlier play',
    )
  if (isEntry(given)) return keyCertificate(given, found.content)
  const read = readCertificate(Buffer.from(bytesOf(found.content)).toString('latin1'))
  return isRefusal(read) ? { ...read, refusal: `${where}: ${read.refusal}` } : read
}

const placeOf = ({ question, host }: Fact<FoundCertificate>): string =>
  question.ask === 'local' ? question.source.file : `${pathsOf(question)[0]}${host === undefined ? '' : ` on ${host}`}`
