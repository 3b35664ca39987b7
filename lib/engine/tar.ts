import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import tar from 'tar-stream'
import type { UploadSource } from '../transport/transport.ts'
import type { Entry } from './archive.ts'
import { temporaryFile } from './temporary.ts'

/** The entries of a tar.gz. It is inflated once, so that an entry's bytes can be read from their place. */
export async function readTarGz(from: string | Buffer): Promise<Entry[]> {
  const plain = await temporaryFile('inflated.tar')
  const source = typeof from === 'string' ? createReadStream(from) : Readable.from([from])
  await pipeline(source, createGunzip(), createWriteStream(plain, { mode: 0o600 }))
  const entries: Entry[] = []
  await eachHeader(plain, (header) => {
    const { name, type, size = 0, mode = 0o644, linkname } = header
    const base = { path: name.replace(/\/$/, ''), mode: mode & 0o777 }
    const none = () => Promise.resolve(Buffer.alloc(0))
    const first = entries.find(({ path }) => path === linkname)
    if (type === 'file') entries.push({ ...base, type, size, read: () => readAt(plain, header.byteOffset, size) })
    else if (type === 'directory') entries.push({ ...base, type, size: 0, read: none })
    else if (type === 'symlink') entries.push({ ...base, type, size: 0, target: linkname ?? '', read: none })
    else if (type === 'link' && first) entries.push({ ...first, path: base.path })
    else throw new Error(`it holds ${name}, which is a ${type}`)
  })
  return entries
}

/** The types of tar-stream leave out where an entry's bytes begin. */
type Header = tar.Header & { readonly byteOffset: number }

async function eachHeader(path: string, visit: (header: Header) => void): Promise<void> {
  const extract = tar.extract()
  extract.on('entry', (header, stream, next) => {
    stream.on('end', next)
    stream.resume()
    try {
      visit(header as Header)
    } catch (error) {
      extract.destroy(error as Error)
    }
  })
  await pipeline(createReadStream(path), extract)
}

async function readAt(path: string, offset: number, size: number): Promise<Buffer> {
  const handle = await open(path)
  try {
    return (await handle.read(Buffer.alloc(size), 0, size, offset)).buffer
  } finally {
    await handle.close()
  }
}

/**
 * The entries as a plain tar in a temporary file: what any host can unpack. Every file is readable by all and writable
 * by its owner alone, executable where the archive says so.
 */
export async function asTar(entries: readonly Entry[]): Promise<UploadSource> {
  const path = await temporaryFile('archive.tar')
  const pack = tar.pack()
  const writing = pipeline(pack, createWriteStream(path, { mode: 0o600 }))
  for (const { path: name, type, mode, target, read } of entries) {
    const plainMode = type === 'directory' ? 0o755 : 0o644 | (mode & 0o111)
    const header = {
      name,
      type,
      mtime: new Date(0),
      mode: plainMode,
      ...(target === undefined ? {} : { linkname: target }),
    }
    const bytes = type === 'file' ? await read() : undefined
    // One at a time: what is not yet written waits in memory.
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve())
      if (bytes) pack.entry(header, bytes, done)
      else pack.entry(header, done)
    })
  }
  pack.finalize()
  await writing
  return { size: (await stat(path)).size, open: () => createReadStream(path) }
}
