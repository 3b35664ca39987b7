import { execFileSync } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stockFolder, stockHome } from '../../support/stock.ts'
import { fixture } from '../fixture.ts'
import { siteOf, vhosts } from './vhosts.ts'

export interface Inputs {
  /** What the controller sends. */
  readonly files: string
  /** What lies over the root of each host: the product as it is unpacked. */
  readonly layer: string
}

/** Makes what the job needs, the same for every tool, in a folder. */
export function makeInputs(folder: string, jvm: string): Inputs {
  const stock = stockHome('5.4.1')
  if (stock === undefined)
    throw new Error(
      `there is no wso2is-5.4.1 in ${stockFolder}: name the folder of unmodified product files by RUNBOOK_STOCK`,
    )
  const [files, layer] = [join(folder, 'files'), join(folder, 'layer')]
  const home = join(layer, 'opt/wso2is')
  cpSync(stock, home, { recursive: true })
  execFileSync('chmod', ['-R', 'u+rwX,go+rX', layer])
  write(join(home, 'bin/wso2server.sh'), '#!/bin/sh\nexit 1\n')
  const store = join(home, 'repository/resources/security/client-truststore.jks')
  for (const made of [dirname(store), join(home, 'repository/components/lib'), join(layer, 'etc/nginx/ssl')])
    mkdirSync(made, { recursive: true })
  trustStore(store)
  write(join(layer, 'etc/nginx/conf.d/.keep'), '')
  write(join(layer, 'etc/nginx/sites-available/default'), 'server { listen 80 default_server; }\n')
  mkdirSync(join(layer, 'etc/nginx/sites-enabled'))
  symlinkSync('../sites-available/default', join(layer, 'etc/nginx/sites-enabled/default'))
  mkdirSync(join(layer, 'usr/bin'), { recursive: true })
  for (const name of ['java', 'keytool']) symlinkSync(join(jvm, 'bin', name), join(layer, 'usr/bin', name))
  // Of a driver, only the size counts, and that it cannot be compressed.
  const cipher = createCipheriv('aes-128-ctr', Buffer.from('00112233445566778899aabbccddeeff', 'hex'), Buffer.alloc(16))
  write(join(files, 'mysql-connector-java-8.0.30.jar'), cipher.update(Buffer.alloc(2_407_112)))
  for (const name of vhosts) write(join(files, `vhosts/${name}.conf`), siteOf(name))
  write(join(files, 'site-dashboard.json'), siteJson({ servicePath: '/services' }))
  write(join(files, 'site-portal.json'), siteJson({}))
  write(
    join(files, 'master-datasources.xml.j2'),
    datasources(readFileSync(join(home, 'repository/conf/datasources/master-datasources.xml'), 'utf8')),
  )
  mkdirSync(join(files, 'xml'))
  execFileSync('/usr/bin/python3', [fixture('peers/pyinfra/whole-files.py'), home, join(files, 'xml')])
  return { files, layer }
}

/** One of a realistic size: the certificate authorities of this machine. */
function trustStore(path: string): void {
  const from = '/etc/ssl/certs/java/cacerts'
  if (!existsSync(from)) throw new Error(`${from} is missing: apt-get install ca-certificates-java`)
  const source = ['-srckeystore', from, '-srcstorepass', 'changeit']
  const target = ['-destkeystore', path, '-deststoretype', 'JKS', '-deststorepass', 'wso2carbon']
  execFileSync('keytool', ['-importkeystore', '-noprompt', ...source, ...target], { stdio: 'ignore' })
  chmodSync(path, 0o644)
}

const siteJson = (more: Readonly<Record<string, string>>): string =>
  `${JSON.stringify({ proxy: { proxyHost: 'is.bench.test', proxyHTTPSPort: '443', proxyContextPath: '', ...more } }, null, 4)}\n`

const datasources = (stock: string): string =>
  stock
    .replace(
      'jdbc:h2:./repository/database/WSO2CARBON_DB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=60000',
      'jdbc:mysql://{{ db_host }}:3306/WSO2UMDB?autoReconnect=true&amp;useSSL=false',
    )
    .replace('org.h2.Driver', 'com.mysql.jdbc.Driver')

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content, { mode: 0o644 })
}
