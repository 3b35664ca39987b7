import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { mkdtemp, open, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import tar from 'tar-stream'
import type { ArchiveEntry } from '../core/fact.ts'
import { type Refusal, refuse } from '../core/failure.ts'
import type { UploadSource } from '../transport/transport.ts'
import { readZip } from './zip.ts'

/** An entry of an archive on the controller, with its bytes on request. */
export interface Entry extends ArchiveEntry {
  /** Permission bits. */
  readonly mode: number
  read(): Promise<Buffer>
}

/** Lists a zip (jar, war) or tar.gz, given as a path or as bytes. Refuses what is neither, or holds paths that lead out of it. */
export async function openArchive(from: string | Buffer): Promise<{ readonly entries: readonly Entry[] } | Refusal> {
  const name = typeof from === 'string' ? from : 'the inner archive'
  const magic = await firstBytes(from)
  try {
    const entries = await readEntries(from, magic)
    if (!entries) return refuse(`${name} is neither a zip nor a tar.gz`, 'give an archive of one of these kinds')
    const outside = entries.find(({ path }) => path.startsWith('/') || path.split('/').includes('..'))
    return outside
      ? refuse(`${name} holds the path ${outside.path}, which leads out of it`, 'do not use this archive')
      : { entries }
  } catch (error) {
    return refuse(`${name} cannot be read: ${(error as Error).message}`, 'fetch it again')
  }
}

async function readEntries(from: string | Buffer, magic: Buffer): Promise<readonly Entry[] | undefined> {
  if (magic.subarray(0, 2).toString() === 'PK') return readZip(from)
  if (magic[0] === 0x1f && magic[1] === 0x8b) return readTar(from)
  return undefined
}

async function readTar(from: string | Buffer): Promise<Entry[]> {
  const entries: Entry[] = []
  await eachTarEntry(from, async ({ name, type, size = 0, mode = 0o644, linkname }) => {
    if (type !== 'file' && type !== 'directory' && type !== 'symlink') return
    const path = name.replace(/\/$/, '')
    const target = type === 'symlink' ? { target: linkname ?? '' } : {}
    entries.push({ path, type, size, mode: mode & 0o777, ...target, read: () => readTarEntry(from, name) })
  })
  return entries
}

async function readTarEntry(from: string | Buffer, name: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  await eachTarEntry(from, async (header, stream) => {
    if (header.name === name) for await (const chunk of stream) chunks.push(chunk)
  })
  return Buffer.concat(chunks)
}

async function eachTarEntry(
  from: string | Buffer,
  visit: (header: tar.Header, stream: AsyncIterable<Buffer>) => Promise<void>,
) {
  const extract = tar.extract()
  const reading = pipeline(
    typeof from === 'string' ? createReadStream(from) : Readable.from([from]),
    createGunzip(),
    extract,
  )
  for await (const entry of extract) {
    await visit(entry.header, entry as AsyncIterable<Buffer>)
    entry.resume()
  }
  await reading
}

/**
 * The archive as a plain tar in a temporary file: what any host can unpack. Every file is readable by all and writable
 * by its owner alone, executable where the archive says so; the file goes when this process ends.
 */
export async function asTar(from: string | Buffer): Promise<UploadSource> {
  const archive = await openArchive(from)
  if ('refusal' in archive) throw new Error(archive.refusal)
  const folder = await mkdtemp(join(tmpdir(), 'runbook-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'archive.tar')
  const pack = tar.pack()
  const writing = pipeline(pack, createWriteStream(path, { mode: 0o600 }))
  for (const entry of archive.entries) {
    const header = {
      name: entry.path,
      type: entry.type,
      mtime: new Date(0),
      mode: entry.type === 'directory' ? 0o755 : 0o644 | (entry.mode & 0o111),
    }
    if (entry.type === 'file') pack.entry(header, await entry.read())
    else pack.entry({ ...header, ...(entry.target === undefined ? {} : { linkname: entry.target }) })
  }
  pack.finalize()
  await writing
  return { size: (await stat(path)).size, open: () => createReadStream(path) }
}

async function firstBytes(from: string | Buffer): Promise<Buffer> {
  if (typeof from !== 'string') return from.subarray(0, 2)
  const handle = await open(from)
  try {
    return (await handle.read(Buffer.alloc(2), 0, 2, 0)).buffer
  } finally {
    await handle.close()
  }
}
