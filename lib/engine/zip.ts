import { stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import yauzl from 'yauzl'
import type { Entry } from './archive.ts'
import { BlockReader } from './block-reader.ts'

/** The entries of a zip, read by its central directory: an entry's bytes are read when they are asked for. */
export async function readZip(from: string | Buffer): Promise<Entry[]> {
  const options = { lazyEntries: true, autoClose: false } as const
  const zip =
    typeof from === 'string'
      ? await yauzl.fromRandomAccessReaderPromise(new BlockReader(from), (await stat(from)).size, options)
      : await yauzl.fromBufferPromise(from, options)
  const openStream = promisify<yauzl.Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))
  const listed = await list(zip)
  return Promise.all(
    listed.map(async (entry): Promise<Entry> => {
      const read = async () => buffer(await openStream(entry))
      const bits = entry.externalFileAttributes >>> 16
      const path = entry.fileName.replace(/\/$/, '')
      const base = { path, size: entry.uncompressedSize, mode: bits & 0o777, read }
      if (entry.fileName.endsWith('/')) return { ...base, type: 'directory', size: 0 }
      if ((bits & 0o170000) === 0o120000) return { ...base, type: 'symlink', target: (await read()).toString() }
      return { ...base, type: 'file' }
    }),
  )
}

function list(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = []
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.on('error', reject)
    zip.readEntry()
  })
}
