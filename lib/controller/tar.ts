import { createReadStream, createWriteStream } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import tar from 'tar-stream'
import { Refused, refuse } from '../core/failure.ts'
import { segments } from '../core/paths.ts'
import type { UploadSource } from '../transport/transport.ts'
import type { Entry } from './entry.ts'
import { notUtf8, utf8Name } from './entry-name.ts'
import { fileSource } from './file-source.ts'
import { temporaryFile } from './temporary-file.ts'

/** Whether a first block is that of a tar: its checksum says so, of whatever dialect it is. */
export function isTar(block: Buffer): boolean {
  const stated = Number.parseInt(block.toString('latin1', 148, 156), 8)
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0)
  return block.length === 512 && stated === sum
}

/** The entries of a tar; an entry's bytes are read from their place when they are asked for. */
export async function readTar(from: string | Buffer): Promise<Entry[]> {
  const path = typeof from === 'string' ? from : await temporaryFile('inner.tar')
  if (typeof from !== 'string') await writeFile(path, from, { mode: 0o600 })
  const entries: Entry[] = []
  const byName = new Map<string, Entry>()
  await eachHeader(path, (header) => {
    const entry = entryOf(header, path, byName)
    byName.set(key(entry.path), entry)
    entries.push(entry)
  })
  return entries
}

const key = (path: string): string => segments(path).join('/')

/** The types of tar-stream leave out where an entry's bytes begin. */
type Header = Omit<tar.Header, 'type' | 'pax'> & { readonly type: tar.Header['type'] | null } & {
  readonly byteOffset: number
  readonly pax: Readonly<Record<string, string>> | null
}

function entryOf(header: Header, path: string, before: ReadonlyMap<string, Entry>): Entry {
  const { type, size = 0, mode = 0o644, byteOffset } = header
  const name = nameOf(header.name, header.pax?.path)
  const target = nameOf(header.linkname ?? '', header.pax?.linkpath)
  const base = {
    path: name.replace(/\/$/, ''),
    mode: mode & 0o777,
    size: 0,
    read: () => Promise.resolve(Buffer.alloc(0)),
  }
  switch (type) {
    case 'file':
    case 'contiguous-file':
      return { ...base, type: 'file', size, read: () => readAt(path, byteOffset, size) }
    case 'directory':
      return { ...base, type }
    case 'symlink':
      return { ...base, type, target }
    case 'link': {
      const linked = before.get(key(target))
      if (linked) return { ...linked, path: base.path }
      throw new Refused(
        refuse(`it holds ${name}, a link to ${target}, which it does not hold`, 'pack it anew with both'),
      )
    }
    default:
      throw new Refused(
        refuse(`it holds ${name}, a ${type ?? 'kind of entry that is not known here'}`, 'pack it anew without that'),
      )
  }
}

/** Names come with a character for each byte, but those of a header in the way of POSIX, which are UTF-8. */
function nameOf(name: string, posix: string | undefined): string {
  if (posix === undefined) return utf8Name(Buffer.from(name, 'latin1'))
  if (posix.includes('\ufffd')) throw notUtf8(posix)
  return posix
}

async function eachHeader(path: string, visit: (header: Header) => void): Promise<void> {
  const options = { filenameEncoding: 'latin1', allowUnknownFormat: true }
  const extract = tar.extract(options as Parameters<typeof tar.extract>[0])
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
 * Entries as a plain tar in a temporary file, under the paths that they get: what any host can unpack. Every file is
 * readable by all and writable by its owner alone, executable where the archive says so. `name`: as that of `fileSource`.
 */
export async function asTar(
  entries: readonly { readonly entry: Entry; readonly path: string }[],
  name: string,
): Promise<UploadSource> {
  const path = await temporaryFile('archive.tar')
  const pack = tar.pack()
  const writing = pipeline(pack, createWriteStream(path, { mode: 0o600 }))
  for (const {
    entry: { type, mode, target, read },
    path: name,
  } of entries) {
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
  return fileSource(path, name)
}
