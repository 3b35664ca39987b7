import * as v from 'valibot'
import { bytesOf } from '../lib/core/content.ts'
import { type ContentAnswer, contentFact, type Fact, pathsOf } from '../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse, sentence } from '../lib/core/failure.ts'
import { refer } from '../lib/core/reference.ts'
import { reveal } from '../lib/core/secret.ts'
import { defineTask } from '../lib/core/task.ts'
import { type Certificate, readCertificate } from '../lib/read/certificate.ts'
import { type Keystore, readKeystore } from '../lib/read/keystore.ts'
import { quote } from '../lib/remote/posix/quote.ts'
import { cannotWrite, notAFile } from './support/attributes.ts'
import { fact, hostPath, line, text, textOrSecret, wordOf } from './support/schema.ts'

const pem: v.GenericSchema<string> = v.pipe(
  text('a certificate, PEM'),
  v.check(
    (given) => !isRefusal(readCertificate(given)),
    ({ input }) => sentence(readCertificate(input) as Refusal),
  ),
)

const options = v.strictObject({
  /** The key store on the host; of type JKS or PKCS12, which it keeps. */
  path: hostPath,
  /** That of the store. */
  password: textOrSecret,
  /** The name of the certificate in the store. */
  alias: line('the name of the certificate in the store'),
  /** The certificate as PEM, or where it is: `on(lb, contentFact('/etc/nginx/ssl/is.crt'))`. The first one counts. */
  certificate: v.union(
    [pem, fact<ContentAnswer>()],
    "give a certificate, PEM, or where it is, as in on('lb', contentFact('/etc/x.crt'))",
  ),
  /** Type of a new key store. Default: a missing one is refused. */
  create: v.optional(wordOf('JKS', 'PKCS12')),
  /** JAVA_HOME on the host. Default: what the host's own says, else the `keytool` or `java` of its PATH. */
  javaHome: v.optional(hostPath),
})
export type Truststore = v.InferInput<typeof options>

/**
 * A trusted certificate in a Java key store. Compared by fingerprint on the controller, so a converged run starts no JVM;
 * a renewed certificate replaces the one of the same alias. keytool works on a copy, which then takes the store's place.
 *
 * @example truststore({ path: `${home}/repository/resources/security/client-truststore.jks`, password: 'wso2carbon', alias: 'is.example.com', certificate: on('lb', contentFact('/etc/nginx/ssl/is.crt')) })
 */
export const truststore = defineTask('truststore', {
  options,
  title: ({ alias, path }) => `trust ${alias} in ${path}`,
  reads: ({ path, certificate }): { at: Fact<ContentAnswer>; given?: Fact<ContentAnswer> } => ({
    at: contentFact(path),
    ...(typeof certificate === 'string' ? {} : { given: certificate }),
  }),
  plan: (args, { at, given }) => {
    const { path, alias } = args
    const wanted = certificateOf(args.certificate, given)
    if (isRefusal(wanted)) return wanted
    const store = storeAt(args, at)
    if (isRefusal(store)) return store
    const entry = store.entries.find((one) => one.alias === alias.toLowerCase())
    if (entry?.kind === 'key')
      return refuse(`${alias} in ${path} is a private key, not a trusted certificate`, 'choose another alias')
    if (entry?.sha256 === wanted.sha256) return []
    return [
      {
        op: 'run',
        script: importScript(args, {
          wanted,
          type: store.type,
          exists: at.type === 'file',
          renewed: entry !== undefined,
        }),
        stdin: `${refer(args.password)}\n`,
        effects: { unknown: [path] },
      },
    ]
  },
})

function certificateOf(
  certificate: Truststore['certificate'],
  given: ContentAnswer | undefined,
): Certificate | Refusal {
  if (typeof certificate === 'string') return readCertificate(certificate)
  const where = `${pathsOf(certificate.question)[0]}${certificate.host === undefined ? '' : ` on ${certificate.host}`}`
  if (given?.type !== 'file')
    return refuse(
      `the certificate ${where} is ${given?.type ?? 'not known'}`,
      'make it before, with certificate() in an earlier play',
    )
  const read = readCertificate(Buffer.from(bytesOf(given.content)).toString('latin1'))
  return isRefusal(read) ? { ...read, refusal: `${where}: ${read.refusal}` } : read
}

function storeAt({ path, create, password }: Truststore, at: ContentAnswer): Keystore | Refusal {
  if (at.type === 'absent') {
    if (create === undefined)
      return refuse(`${path} is not there`, 'name the key store, or say create to have one made')
    return cannotWrite(path, at) ?? { type: create, entries: [] }
  }
  if (at.type !== 'file') return notAFile(path, at)
  const store = readKeystore(bytesOf(at.content), reveal(password))
  return isRefusal(store) ? { ...store, refusal: `${path}: ${store.refusal}` } : store
}

/** The password comes by standard input and is handed on the same way: the shell's own printf is no process. */
function importScript(
  { path, alias, javaHome = '' }: Truststore,
  { wanted, type, exists, renewed }: { wanted: Certificate; type: string; exists: boolean; renewed: boolean },
): string {
  const name = quote(alias)
  return `s=$(readlink -f -- ${quote(path)}) && IFS= read -r p || exit
h=${quote(javaHome)}; h=\${h:-$JAVA_HOME}
k=\${h:+$h/bin/}keytool
command -v "$k" >/dev/null 2>&1 || k=$(dirname -- "$(readlink -f -- "$(command -v java)")")/keytool
[ -x "$(command -v "$k")" ] || { echo 'there is no keytool on this host: install a Java runtime, or give javaHome'; exit 127; }
t=$(mktemp -- "$s.XXXXXX") || exit
trap 'rm -f -- "$t" "$t.crt"' EXIT
keytool_() { printf '%s\\n' "$p" | "$k" "$@" -keystore "$t" -storetype ${type} -storepass:file /dev/stdin -J-Dfile.encoding=UTF-8; }
printf %s ${quote(wanted.pem)} >"$t.crt" || exit
${exists ? 'cp -p -- "$s" "$t"' : 'rm -f -- "$t"'} || exit
${renewed ? `keytool_ -delete -alias ${name} || exit\n` : ''}keytool_ -importcert -noprompt -alias ${name} -file "$t.crt" || exit
sync -- "$t" 2>/dev/null || sync
mv -f -- "$t" "$s"`
}
