import { stat } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { Refused, refuse } from '../core/failure.ts'
import { BlockReader } from './block-reader.ts'
import type { Entry } from './entry.ts'
import { utf8Name } from './entry-name.ts'

/** The entries of a zip, read by its central directory: an entry's bytes are read when they are asked for. */
export async function readZip(from: string | Buffer): Promise<Entry[]> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false } as const
  const zip =
    typeof from === 'string'
      ? await yauzl.fromRandomAccessReaderPromise(new BlockReader(from), (await stat(from)).size, options)
      : await yauzl.fromBufferPromise(from, options)
  const openStream = promisify<yauzl.Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))
  const listed = await list(zip)
  return Promise.all(
    listed.map(async (entry): Promise<Entry> => {
      const name = nameOf(entry)
      mustBeReadable(entry, name)
      const read = async () => {
        const bytes = await buffer(await openStream(entry))
        if (crc32(bytes) === entry.crc32) return bytes
        throw new Refused(refuse(`${name} in it is damaged: its checksum is another`, 'fetch it again'))
      }
      const bits = isUnix(entry) ? entry.externalFileAttributes >>> 16 : 0
      const kind = bits & 0o170000
      if (!unpacked.includes(kind))
        throw new Refused(
          refuse(`it holds ${name}, which is neither file, folder nor link`, 'pack it anew without that'),
        )
      const base = { path: name.replace(/\/$/, ''), size: entry.uncompressedSize, mode: bits & 0o777, read }
      if (name.endsWith('/')) return { ...base, type: 'directory', size: 0 }
      if (kind === link) return { ...base, type: 'symlink', target: utf8Name(await read()) }
      return { ...base, type: 'file' }
    }),
  )
}

/** Kinds of files in the words of Unix. Of most zips that were made elsewhere none is said. */
const link = 0o120000
const unpacked: readonly number[] = [0, 0o100000, 0o040000, link]

function mustBeReadable(entry: yauzl.Entry, name: string): void {
  if (entry.isEncrypted()) throw encrypted(name)
  if (!entry.canDecodeFileData())
    throw new Refused(
      refuse(
        `it holds ${name}, compressed by method ${entry.compressionMethod}, which is not known here`,
        'pack it anew with the usual compression (deflate)',
      ),
    )
}

const encrypted = (name: string): Refused =>
  new Refused(refuse(`it holds ${name}, which is encrypted`, 'unpack it, and pack it anew without a password'))

const isUnix = ({ versionMadeBy }: yauzl.Entry): boolean => [3, 19].includes(versionMadeBy >>> 8)

/**
 * The name of an entry: in UTF-8 where the zip says so, where a field of Info-ZIP gives it, or where it was made by Unix;
 * else in the code page of old. Those who made it elsewhere may have put `\` for `/`.
 */
function nameOf(entry: yauzl.Entry): string {
  const { fileNameRaw: raw, generalPurposeBitFlag: flags, extraFields } = entry
  const codePage = yauzl.getFileNameLowLevel(0, raw, [], true)
  const field = yauzl.getFileNameLowLevel(0, raw, extraFields, true)
  const isUtf8 = (flags & 0x800) !== 0 || (field === codePage && isUnix(entry))
  const name = isUtf8 ? utf8Name(raw) : field
  return isUnix(entry) ? name : name.replaceAll('\\', '/')
}

function list(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = []
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.on('error', (error: Error) => reject(/encryption/.test(error.message) ? encrypted('an entry') : error))
    zip.readEntry()
  })
}
