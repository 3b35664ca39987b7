import * as v from 'valibot'
import type { NotedAnswer } from '../../lib/core/answers.ts'
import { type Fact, notedFact } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import { refer } from '../../lib/core/reference.ts'
import { reveal } from '../../lib/core/secret.ts'
import { defineTask } from '../../lib/core/task.ts'
import { keystoreNote, type NamedEntry, namedEntry, readKeystoreNote } from '../../lib/read/keystore-note.ts'
import { changeScript } from '../../lib/remote/posix/truststore.ts'
import { cannotWrite, notAFile } from '../support/attributes.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { hostPath, line, textOrSecret, wordOf } from '../support/schema.ts'
import {
  certificateFact,
  certificateOf,
  type FoundCertificate,
  trustedCertificate,
} from './truststore/given-certificate.ts'

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
     * `localFact('is.crt')`, or that of a private key in a key store there, `{ from: 'keys/is.p12', password, alias }`. The
     * first one counts.
     */
    certificate: trustedCertificate,
  },
)
export type Truststore = v.InferInput<typeof options>

/**
 * A trusted certificate in a Java key store. Compared by fingerprint on the controller, so a converged run starts no JVM,
 * and reads no store of which the run that changed it has left a note on the host; a renewed certificate replaces the one of the same alias. keytool works on a copy, which then takes the store's place.
 *
 * @example truststore({ path: `${home}/repository/resources/security/client-truststore.jks`, password: 'wso2carbon', alias: 'is.example.com', certificate: on('lb', contentFact('/etc/nginx/ssl/is.crt')) })
 */
export const truststore = defineTask('truststore', {
  options,
  title: ({ alias, path, state }) =>
    state === 'absent' ? `no longer trust ${alias} in ${path}` : `trust ${alias} in ${path}`,
  reads: (args): { at: Fact<NotedAnswer>; given?: Fact<FoundCertificate> | undefined } => ({
    at: notedFact(args.path, `truststore ${args.alias}`, (content) => keystoreNote(content, args)),
    given: args.state === 'absent' ? undefined : certificateFact(args.certificate),
  }),
  plan: (args, { at, given }) => {
    const { alias, path } = args
    const store = storeAt(args, at)
    if (isRefusal(store)) return store
    const { type, entry } = store
    if (entry?.kind === 'key')
      return refuse(`${alias} in ${path} is a private key, not a trusted certificate`, 'choose another alias')
    const wanted = args.state === 'absent' ? undefined : certificateOf(args.certificate, given)
    if (isRefusal(wanted)) return wanted
    if (entry?.sha256 === wanted?.sha256) return []
    const script = changeScript(args, {
      type,
      exists: at.type === 'file',
      removes: entry !== undefined,
      adds: wanted?.pem,
    })
    return [{ op: 'run', script, stdin: `${refer(args.password)}\n`, effects: { unknown: [path] }, undo: 'files' }]
  },
})

const nothing: NamedEntry = { type: 'JKS', entry: undefined }

function storeAt(args: Truststore, at: NotedAnswer): NamedEntry | Refusal {
  const { path, state, create, password } = args
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
  const store = 'note' in at ? readKeystoreNote(at.note, at.sha256, args) : namedEntry(at.content, args)
  return isRefusal(store) ? { ...store, refusal: `${path}: ${store.refusal}` } : store
}
