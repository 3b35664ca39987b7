import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { needs } from './debian.ts'
import { scratch } from './shells.ts'
import { freePort } from './sql-server.ts'

/** A running OpenLDAP of a test. */
export interface Slapd {
  /** In clear text, where StartTLS may follow. */
  readonly port: number
  /** Over TLS. */
  readonly tlsPort: number
  stop(): Promise<void>
}

export interface SlapdOptions {
  /** PEM texts: its certificate, those who signed it behind it, and the key. Default: it speaks no TLS. */
  readonly pair?: { readonly certificate: string; readonly key: string } | undefined
  /** Entries, LDIF. */
  readonly entries: string
  /** Lines for its configuration. */
  readonly also?: readonly string[]
}

export const slapdSuffix = 'dc=example,dc=com'
export const slapdManager = `cn=Manager,${slapdSuffix}`
export const slapdPassword = 'm&<"\'n é'

/** An OpenLDAP of the test's own in a scratch folder, on loopback, with the schemas that Debian ships: never the system's service. */
export async function slapd({ pair, entries, also = [] }: SlapdOptions): Promise<Slapd> {
  needs(['slapd', 'ldap-utils'])
  const folder = scratch('slapd')
  chmodSync(folder, 0o700)
  const at = (name: string) => join(folder, name)
  mkdirSync(at('data'))
  writeFileSync(at('crt'), pair?.certificate ?? '')
  writeFileSync(at('key'), pair?.key ?? '', { mode: 0o600 })
  const tls = pair === undefined ? [] : [`TLSCertificateFile ${at('crt')}`, `TLSCertificateKeyFile ${at('key')}`]
  const schemas = ['core', 'cosine', 'nis', 'inetorgperson']
  const conf = [
    ...schemas.map((name) => `include /etc/ldap/schema/${name}.schema`),
    ...['modulepath /usr/lib/ldap', 'moduleload back_mdb', `pidfile ${at('pid')}`, 'loglevel 0', ...tls],
    ...['database mdb', `suffix "${slapdSuffix}"`, `rootdn "${slapdManager}"`, `directory ${at('data')}`],
    ...['maxsize 10485760', `rootpw ${hashed(slapdPassword)}`, ...also],
  ]
  writeFileSync(at('conf'), `${conf.join('\n')}\n`)
  execFileSync('slapadd', ['-f', at('conf'), '-q'], { input: entries, stdio: 'pipe' })
  const [port, tlsPort] = [await freePort(), await freePort()]
  const urls = [`ldap://127.0.0.1:${port}`, ...(pair ? [`ldaps://127.0.0.1:${tlsPort}`] : [])]
  const server = spawn('slapd', ['-f', at('conf'), '-h', urls.join(' '), '-d', '0'], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  process.once('exit', () => server.kill('SIGKILL'))
  for (let tries = 0; !(await listens(port)); tries++) {
    if (tries > 150 || server.exitCode !== null) throw new Error(`slapd does not listen: slapd -f ${at('conf')} -d -1`)
    await sleep(100)
  }
  const stop = async () => {
    server.kill('SIGTERM')
    await ended
  }
  return { port, tlsPort, stop }
}

/** As OpenLDAP stores a password: a digest with its salt behind it. */
const hashed = (password: string): string => {
  const salt = Buffer.from('salt')
  const digest = createHash('sha1').update(password).update(salt).digest()
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() !== undefined))
    socket.once('error', () => resolve(false))
  })
