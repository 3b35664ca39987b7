import { isRefusal, type Refusal, refuse } from '../../../../lib/core/failure.ts'
import { type ParsedCertificate, readCertificate } from '../../../../lib/read/certificate.ts'
import { day } from '../../../checks/host-time.ts'
import { clientTruststorePath } from '../../configuration/client-truststore.ts'
import type { Endpoint } from '../../configuration/directory/endpoints.ts'
import type { UserDirectory } from '../../configuration/user-directory.ts'
import type { DirectoryRow } from '../../posix/directory.ts'
import type { Version } from '../../product.ts'

/** Of which directory an answer is, and to which node. */
export interface About {
  readonly home: string
  readonly version: Version
  readonly directory: UserDirectory
  readonly endpoint: Endpoint
}

/** Why nothing more could be asked, where a directory is not reached, not trusted, or lets nobody in. */
export function connectionFault(about: About, rows: readonly DirectoryRow[]): Refusal | undefined {
  for (const [word, verdict, ...more] of rows) {
    if (word === 'late') return late(about, verdict)
    if (word === undefined || verdict === 'yes') continue
    const fault = faults.get(word)?.(about, rows, verdict, more)
    if (fault) return fault
  }
  return undefined
}

type Explain = (
  about: About,
  rows: readonly DirectoryRow[],
  verdict: string | undefined,
  more: readonly string[],
) => Refusal

/** By what a row is about. */
const faults = new Map<string, Explain>(
  Object.entries({
    name: ({ endpoint: { host } }) =>
      refuse(
        `this host knows no address for ${host}`,
        `write a name into url that getent hosts finds here, or add ${host} to the DNS or to the hosts file`,
      ),
    port: ({ endpoint: { host, port } }, _, verdict, [address, why]) =>
      refuse(
        `${host}:${port} (${address}) ${verdict === 'late' ? 'does not answer within 5 s' : `takes no connection (${why})`}`,
        'see that the directory runs and listens there, and that no firewall is between',
      ),
    truststore: ({ home, version }, _, __, [why]) =>
      refuse(
        `the trust store ${clientTruststorePath(home, version)} cannot be read (${why})`,
        'give truststorePassword as it was made with, or put the one of the pack back',
      ),
    speaks: ({ endpoint: { host, port } }, _, __, [why]) =>
      refuse(
        `${host}:${port} does not speak TLS (${why})`,
        'name the port of ldaps in url, or write ldap:// for one that speaks clear text',
      ),
    starttls: ({ endpoint: { url } }, _, __, [, why]) =>
      refuse(
        `${url} does not begin TLS (${why})`,
        'give it a certificate and switch StartTLS on there, or use an ldaps:// URL',
      ),
    trusted: (about, rows, _, [why = '']) => untrusted(about, chainOf(rows), why),
    bind: ({ directory: { bindDn }, endpoint }, _, __, [code = '', why = '']) => notLetIn(bindDn, endpoint, code, why),
  } satisfies Record<string, Explain>),
)

const late = ({ endpoint: { url } }: About, seconds: string | undefined): Refusal =>
  refuse(`${url} has not answered all that it was asked in ${seconds} s`, 'look at its load and its log')

function chainOf(rows: readonly DirectoryRow[]): readonly ParsedCertificate[] {
  return rows.flatMap(([word, hex = '']) => {
    if (word !== 'certificate') return []
    const base64 = Buffer.from(hex, 'hex').toString('base64')
    const read = readCertificate(`-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`)
    return isRefusal(read) ? [] : [read]
  })
}

/** In whose words a JVM refuses a certificate; what it is about is said by the certificate itself. */
function untrusted(
  { home, version, endpoint: { host } }: About,
  chain: readonly ParsedCertificate[],
  why: string,
): Refusal {
  const [leaf] = chain
  const its = leaf === undefined ? 'its certificate' : `its certificate, of ${leaf.subject},`
  const last = chain.at(-1)
  if (/NotAfter|NotBefore|expired|not yet valid/i.test(why))
    return refuse(
      `${host} presents a certificate out of its time: ${chain.map(({ subject, notBefore, notAfter }) => `${subject} is valid from ${day(notBefore)} to ${day(notAfter)}`).join(', ')}`,
      "renew it there, or set this host's clock",
    )
  if (/alternative name|No name matching|does not match/i.test(why))
    return refuse(
      `${its} is not for ${host}`,
      'write the name into url that it is for, or have one made with this name among its alternative names',
    )
  if (/PKIX|certification path|certificate_unknown|No trusted|signature check|path does not chain/i.test(why))
    return refuse(
      `${its} is not trusted by ${clientTruststorePath(home, version)}`,
      `give certificate: a PEM file with it, or with that of ${last && last.issuer !== leaf?.subject ? `its signer, ${last.issuer}` : 'its signer'}`,
    )
  return refuse(`TLS with ${host} fails (${why})`, 'see which protocols and ciphers the directory and this JVM share')
}

/** Words of an Active Directory, which has one code for many reasons. */
const accounts: Readonly<Record<string, string>> = {
  '525': 'knows no such user',
  '52e': 'knows another password',
  '530': 'lets it log in at other times only',
  '531': 'lets it log in from other hosts only',
  '532': 'says that its password has expired',
  '533': 'says that it is disabled',
  '701': 'says that it has expired',
  '773': 'wants it to change its password first',
  '775': 'says that it is locked out',
}

function notLetIn(bindDn: string, { url, host, port }: Endpoint, code: string, why: string): Refusal {
  if (code === '49') {
    const account = accounts[/\bdata (\w{3,4})\b/.exec(why)?.[1] ?? '']
    return refuse(
      `${url} does not let ${bindDn} in (${account === undefined ? 'no such user, or another password' : `it ${account}`})`,
      'give bindDn and password as the directory has them',
    )
  }
  if (code === '34' || code === 'InvalidNameException')
    return refuse(`bindDn ${bindDn} is no distinguished name (${why})`, 'write it as in cn=admin,dc=example,dc=com')
  if (code === '8' || code === '13')
    return refuse(`${url} takes passwords by TLS alone (${why})`, 'use an ldaps:// URL, or give startTls: true')
  if (/timed out|timeout/i.test(why))
    return refuse(
      `${url} does not answer in time (${why})`,
      'see that it is a directory, and look at its load and its log',
    )
  // A server of LDAP gives a number.
  if (!/^\d+$/.test(code))
    return refuse(
      `${host}:${port} ends the connection, or does not speak LDAP in clear text (${why})`,
      'write ldaps:// where it is a port of TLS, and look into the log of the directory',
    )
  return refuse(`${url} does not let ${bindDn} in (${why})`, 'look into the log of the directory')
}
