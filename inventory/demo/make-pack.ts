import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** Files by their path in a zip; a path that ends in a slash is an empty directory. */
export type Packed = Readonly<Record<string, Buffer>>

/**
 * A zip shaped like the product's: one folder at the top, its start script executable, an empty folder for drivers, and
 * web applications packed inside it. The same files always give the same bytes.
 *
 * @example await makePack('inventory/demo/pack', 'wso2is-5.4.1')
 */
export async function makePack(folder: string, top: string): Promise<Buffer> {
  return zipOf({ ...(await below(folder, `${top}/`)), [`${top}/repository/components/lib/`]: Buffer.alloc(0) })
}

/** What is in a folder. One that is named like a web application's archive becomes that archive. */
async function below(folder: string, prefix: string): Promise<Packed> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  const packed = entries.map(async (entry): Promise<Packed> => {
    const [from, to] = [join(folder, entry.name), prefix + entry.name]
    if (entry.isFile()) return { [to]: readFileSync(from) }
    return to.endsWith('.war') ? { [to]: await zipOf(await below(from, '')) } : below(from, `${to}/`)
  })
  return Object.assign({}, ...(await Promise.all(packed)))
}

/** A zip of these files; scripts are executable. */
export async function zipOf(files: Packed): Promise<Buffer> {
  const zip = new ZipFile()
  // The oldest time that a zip can tell, which it tells in local time.
  const ageless = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true }
  for (const [path, bytes] of Object.entries(files)) {
    if (path.endsWith('/')) zip.addEmptyDirectory(path, { ...ageless, mode: 0o40755 })
    else zip.addBuffer(bytes, path, { ...ageless, mode: path.endsWith('.sh') ? 0o100755 : 0o100644 })
  }
  zip.end()
  return buffer(zip.outputStream)
}
