import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { needs } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'

export interface TestPair {
  readonly certificate: string
  readonly key: string
}

export interface PairOptions {
  /** Default: is.example.com. */
  readonly name?: string
  /** As in `20200101000000Z`. Default: a year from now. */
  readonly until?: string
  readonly ca?: boolean
  readonly by?: TestPair
  /** Options of openssl genpkey. */
  readonly key?: string
  readonly extensions?: string
}

/** A certificate and its key as PEM texts, made by the real openssl apart from all code under test. */
export function testPair(options: PairOptions = {}): TestPair {
  needs(['openssl'])
  const { name = 'is.example.com', ca = false, key = '-algorithm RSA -pkeyopt rsa_keygen_bits:2048' } = options
  const extensions = options.extensions ?? (ca ? 'basicConstraints=critical,CA:TRUE' : `subjectAltName=DNS:${name}`)
  const folder = scratch('pair')
  const at = (file: string) => join(folder, file)
  const openssl = (line: string) => execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'pipe' })
  writeFileSync(at('db'), '')
  writeFileSync(
    at('cnf'),
    `[req]
prompt=no
distinguished_name=dn
[dn]
CN=${name}
[ext]
${extensions}
[ca]
default_ca=x
[x]
database=db
new_certs_dir=.
rand_serial=yes
default_md=sha256
policy=p
[p]
CN=supplied
`,
  )
  openssl(`genpkey ${key} -out key`)
  openssl('req -new -config cnf -key key -out csr')
  if (options.by) {
    writeFileSync(at('ca.crt'), options.by.certificate)
    writeFileSync(at('ca.key'), options.by.key)
  }
  const signer = options.by ? '-cert ca.crt -keyfile ca.key' : '-selfsign -keyfile key'
  const ends = options.until ? `-startdate 20100101000000Z -enddate ${options.until}` : '-days 365'
  openssl(`ca -batch -notext -config cnf -extensions ext ${signer} ${ends} -in csr -out crt`)
  return { certificate: readFileSync(at('crt'), 'latin1'), key: readFileSync(at('key'), 'latin1') }
}
