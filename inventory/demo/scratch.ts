import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePack, zipOf } from './make-pack.ts'

/** What the demo needs on this machine, made where it is missing or was made from other files. */
export async function prepareScratch(folder: string, packFolder: string, version = '5.4.1') {
  mkdirSync(folder, { recursive: true })
  const pack = join(folder, `wso2is-${version}.zip`)
  const driver = join(folder, 'mysql-connector-java-demo.jar')
  const hostsFile = join(folder, 'hosts')
  update(pack, await makePack(packFolder, `wso2is-${version}`))
  update(driver, await zipOf({ 'META-INF/MANIFEST.MF': Buffer.from(manifest) }))
  // Like a host's own file, it is left to the playbook once it is there.
  if (read(hostsFile) === undefined) writeFileSync(hostsFile, hosts)
  return { pack, driver, hostsFile, home: (node: string) => join(folder, node) }
}

const manifest = 'Manifest-Version: 1.0\r\nImplementation-Title: stands where a JDBC driver is\r\n'
const hosts = '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n127.0.0.1\tis.example.com other.example.com\n'

function update(file: string, bytes: Buffer): void {
  if (!read(file)?.equals(bytes)) writeFileSync(file, bytes)
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
