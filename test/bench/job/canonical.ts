import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { isRefusal } from '../../../lib/core/failure.ts'
import { readCertificate } from '../../../lib/read/certificate.ts'
import { readKeystore } from '../../../lib/read/keystore.ts'
import { barePlaces, conf, plainPaths, storePath, xmlPaths } from './canonical-paths.ts'
import { canonicalXml } from './canonical-xml.ts'

/** What a host has come to, by path, in words that are the same whoever did it: what is random in a key does not count. */
export type Canonical = Readonly<Record<string, string>>

/** Of a host whose disk is these folders of this machine, the upper one first. */
export function canonicalOf(layers: readonly string[]): Canonical {
  const stat = (path: string): Stats | undefined => {
    for (const layer of layers) {
      const found = lstatSync(join(layer, path), { throwIfNoEntry: false })
      // What has been taken away stands in the upper layer as a device.
      if (found) return found.isCharacterDevice() ? undefined : found
    }
    return undefined
  }
  const read = (path: string): Buffer => {
    const layer = layers.find((one) => lstatSync(join(one, path), { throwIfNoEntry: false }))
    return layer === undefined ? Buffer.alloc(0) : readFileSync(join(layer, path))
  }
  const link = (path: string): string => {
    const layer = layers.find((one) => lstatSync(join(one, path), { throwIfNoEntry: false }))
    return layer === undefined ? '' : readlinkSync(join(layer, path))
  }
  const place = (path: string): string => {
    const found = stat(path)
    if (found === undefined) return 'absent'
    if (found.isSymbolicLink()) return `link to ${link(path)}`
    return `${found.isDirectory() ? 'directory' : 'file'} ${(found.mode & 0o7777).toString(8)} ${found.uid}:${found.gid}`
  }
  const digest = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex').slice(0, 16)
  const xml = xmlPaths.map((path) => `${conf}/${path}`)
  return Object.fromEntries([
    ...xml.map((path) => [path, `${place(path)} ${digest(canonicalXml(read(path)))}`]),
    ...plainPaths.map((path) => [path, `${place(path)} ${digest(read(path))}`]),
    ...barePlaces.map((path) => [path, place(path)]),
    [storePath, `${place(storePath)} ${trusted(read(storePath), read('/etc/nginx/ssl/server.crt').toString())}`],
  ])
}

/** The paths at which two hosts are not the same, with what each is. */
export const unequal = (a: Canonical, b: Canonical): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((path) => a[path] !== b[path])
    .map((path) => `${path}: ${a[path]} / ${b[path]}`)

function trusted(store: Buffer, certificate: string): string {
  const [found, wanted] = [readKeystore(store, 'wso2carbon'), readCertificate(certificate)]
  if (isRefusal(found) || isRefusal(wanted)) return 'unreadable'
  const own = found.entries.find(({ alias }) => alias === 'is.bench.test')
  return `${found.entries.length} entries, ${own?.sha256 === wanted.sha256 ? 'with' : 'without'} the certificate`
}
