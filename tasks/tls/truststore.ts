import * as v from 'valibot'
import type { ContentAnswer, LocalAnswer } from '../../lib/core/answers.ts'
import { bytesOf } from '../../lib/core/content.ts'
import { contentFact, type Fact } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse, sentence } from '../../lib/core/failure.ts'
import { pathsOf } from '../../lib/core/question.ts'
import { refer } from '../../lib/core/reference.ts'
import { reveal } from '../../lib/core/secret.ts'
import { defineTask } from '../../lib/core/task.ts'
import { type ParsedCertificate, readCertificate } from '../../lib/read/certificate.ts'
import { type Keystore, readKeystore } from '../../lib/read/keystore.ts'
import { changeScript } from '../../lib/remote/posix/truststore.ts'
import { cannotWrite, notAFile } from '../support/attributes.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { fact, hostPath, line, text, textOrSecret, wordOf } from '../support/schema.ts'

const pem: v.GenericSchema<string> = v.pipe(
  text('a certificate, PEM'),
  v.check(
    (given) => !isRefusal(readCertificate(given)),
    ({ input }) => sentence(readCertificate(input) as Refusal),
  ),
)

type FoundCertificate = ContentAnswer | LocalAnswer

/** A certificate to trust, or where it is. */
export const trustedCertificate: v.GenericSchema<string | Fact<FoundCertificate>> = v.union(
  [pem, fact<FoundCertificate>()],
  "give a certificate, PEM, or where it is, as in on('lb', contentFact('/etc/x.crt')) or localFact('x.crt')",
)

const options = presentOrAbsent(
  {
    /** The key store on the host; of type JKS or PKCS12, which it keeps. */
    path: hostPath,
    /** That of the store. */
    password: textOrSecret,
    /** The name of the certificate in the store. */
    alias: line('the name of the certificate in the store'),
    /** `absent`: no certificate of this name shall be trusted; the store stays. Default: present. */
    state: v.optional(wordOf('present', 'absent')),
    /** Type of a new key store. Default: a missing one is refused. */
    create: v.optional(wordOf('JKS', 'PKCS12')),
    /** JAVA_HOME on the host. Default: what the host's own says, else the `keytool` or `java` of its PATH. */
    javaHome: v.optional(hostPath),
  },
  {
    /**
     * The certificate as PEM, or where it is: `on(lb, contentFact('/etc/nginx/ssl/is.crt'))`, on the controller
     * `localFact('is.crt')`. The first one counts.
     */
    certificate: trustedCertificate,
  },
)
export type Truststore = v.InferInput<typeof options>

/**
 * A trusted certificate in a Java key store. Compared by fingerprint on the controller, so a converged run starts no JVM;
 * a renewed certificate replaces the one of the same alias. keytool works on a copy, which then takes the store's place.
 *
 * @example truststore({ path: `${home}/repository/resources/security/client-truststore.jks`, password: 'wso2carbon', alias: 'is.example.com', certificate: on('lb', contentFact('/etc/nginx/ssl/is.crt')) })
 */
export const truststore = defineTask('truststore', {
  options,
  title: ({ alias, path, state }) =>
    state === 'absent' ? `no longer trust ${alias} in ${path}` : `trust ${alias} in ${path}`,
  reads: (args): { at: Fact<ContentAnswer>; given?: Fact<FoundCertificate> | undefined } => ({
    at: contentFact(args.path),
    given: args.state === 'absent' || typeof args.certificate === 'string' ? undefined : args.certificate,
  }),
  plan: (args, { at, given }) => {
    const { alias, path } = args
    const store = storeAt(args, at)
    if (isRefusal(store)) return store
    const entry = store.entries.find((one) => one.alias === alias.toLowerCase())
    if (entry?.kind === 'key')
      return refuse(`${alias} in ${path} is a private key, not a trusted certificate`, 'choose another alias')
    const wanted = args.state === 'absent' ? undefined : certificateOf(args.certificate, given)
    if (isRefusal(wanted)) return wanted
    if (entry?.sha256 === wanted?.sha256) return []
    const script = changeScript(args, {
      type: store.type,
      exists: at.type === 'file',
      removes: entry !== undefined,
      adds: wanted?.pem,
    })
    return [{ op: 'run', script, stdin: `${refer(args.password)}\n`, effects: { unknown: [path] } }]
  },
})

function certificateOf(
  certificate: string | Fact<FoundCertificate>,
  given: FoundCertificate | undefined,
): ParsedCertificate | Refusal {
  if (typeof certificate === 'string') return readCertificate(certificate)
  if (given !== undefined && 'missing' in given) return refuse(given.missing, 'put it there, or name another file')
  const where = placeOf(certificate)
  if (given === undefined || ('type' in given && given.type !== 'file'))
    return refuse(
      `the certificate ${where} is ${given?.type ?? 'not known'}`,
      'make it before, with certificate() in an earlier play',
    )
  const read = readCertificate(Buffer.from(bytesOf(given.content)).toString('latin1'))
  return isRefusal(read) ? { ...read, refusal: `${where}: ${read.refusal}` } : read
}

const placeOf = ({ question, host }: Fact<FoundCertificate>): string =>
  question.ask === 'local' ? question.source.file : `${pathsOf(question)[0]}${host === undefined ? '' : ` on ${host}`}`

const nothing: Keystore = { type: 'JKS', entries: [] }

function storeAt({ path, state, create, password }: Truststore, at: ContentAnswer): Keystore | Refusal {
  const word = reveal(password)
  if (/[\r\n]/.test(word)) return refuse(`the password of ${path} has more than one line`, 'give it without line ends')
  if (at.type === 'absent') {
    if (state === 'absent') return nothing
    if (create === undefined)
      return refuse(`${path} is not there`, 'name the key store, or say create to have one made')
    if (word.length < 6)
      return refuse(
        `the password of ${path} has fewer than 6 characters`,
        'keytool makes no store with it: choose a longer one',
      )
    return cannotWrite(path, at) ?? { ...nothing, type: create }
  }
  if (at.type !== 'file') return notAFile(path, at)
  const store = readKeystore(bytesOf(at.content), word)
  return isRefusal(store) ? { ...store, refusal: `${path}: ${store.refusal}` } : store
}
