import { crc32, gzipSync } from 'node:zlib'
import tar from 'tar-stream'

/** Entries of an archive by path: a name that ends in `/` is a directory, `{ link }` a symbolic link. */
export type Entries = Readonly<
  Record<string, string | Uint8Array | { readonly link: string } | { readonly run: string }>
>

/** A zip whose entries are stored, with Unix modes. */
export function zipOf(entries: Entries): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [path, entry] of Object.entries(entries)) {
    const name = Buffer.from(path)
    const { bytes, mode } = body(path, entry)
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(0x800, 2)
    shared.writeUInt32LE(0x21 << 16, 6)
    shared.writeUInt32LE(crc32(bytes), 10)
    shared.writeUInt32LE(bytes.length, 14)
    shared.writeUInt32LE(bytes.length, 18)
    shared.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(mode * 0x10000, 6)
    tail.writeUInt32LE(offset, 10)
    local.push(Buffer.from('PK\x03\x04'), shared, name, bytes)
    central.push(Buffer.from('PK\x01\x02\x1e\x03', 'latin1'), shared, tail, name)
    offset += 30 + name.length + bytes.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Object.keys(entries).length, 8)
  end.writeUInt16LE(Object.keys(entries).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

function body(path: string, entry: Entries[string]): { bytes: Buffer; mode: number } {
  if (path.endsWith('/')) return { bytes: Buffer.alloc(0), mode: 0o040755 }
  if (typeof entry === 'string' || entry instanceof Uint8Array) return { bytes: Buffer.from(entry), mode: 0o100644 }
  return 'link' in entry
    ? { bytes: Buffer.from(entry.link), mode: 0o120777 }
    : { bytes: Buffer.from(entry.run), mode: 0o100755 }
}

/** A tar.gz of the same. `{ hard }` names an entry before it. */
export async function tarGzOf(entries: Entries, hardLinks: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const pack = tar.pack()
  for (const [name, entry] of Object.entries(entries)) {
    const { bytes, mode } = body(name, entry)
    if (name.endsWith('/')) pack.entry({ name, type: 'directory', mode: 0o755 })
    else if (typeof entry === 'object' && 'link' in entry) pack.entry({ name, type: 'symlink', linkname: entry.link })
    else pack.entry({ name, mode: mode & 0o777 }, bytes)
  }
  for (const [name, linkname] of Object.entries(hardLinks)) pack.entry({ name, type: 'link', linkname })
  pack.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of pack) chunks.push(chunk as Buffer)
  return gzipSync(Buffer.concat(chunks))
}
