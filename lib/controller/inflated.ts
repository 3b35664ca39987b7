import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Refused, refuse } from '../core/failure.ts'
import { filter } from '../transport/filter.ts'
import { temporaryFile } from './temporary-file.ts'

export type Compression = 'gzip' | 'xz' | 'bzip2' | 'zstd'

const marks: Readonly<Record<Compression, readonly number[]>> = {
  gzip: [0x1f, 0x8b],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  bzip2: [0x42, 0x5a, 0x68],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
}

export const compressionOf = (start: Buffer): Compression | undefined =>
  (Object.keys(marks) as Compression[]).find((name) => marks[name].every((byte, index) => start[index] === byte))

/** The path of a temporary file with what was compressed: so that parts of it can be read from their place. */
export async function inflated(compression: Compression, from: string | Buffer): Promise<string> {
  const plain = await temporaryFile('inflated')
  const source = typeof from === 'string' ? createReadStream(from) : Readable.from([from])
  const target = createWriteStream(plain, { mode: 0o600 })
  if (compression === 'gzip') await pipeline(source, createGunzip(), target)
  else if ((await filter(`${compression} -dc`, source, target)) === 'no such program')
    throw new Refused(
      refuse(
        `it is compressed by ${compression}, and this machine has no program of that name to read it`,
        `install ${compression} on this machine, or pack it anew as a tar.gz`,
      ),
    )
  return plain
}
