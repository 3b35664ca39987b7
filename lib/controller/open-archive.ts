import { open } from 'node:fs/promises'
import { clashOf } from '../core/archive-entries.ts'
import { type Refusal, Refused, refuse } from '../core/failure.ts'
import { isTooLong, segments } from '../core/paths.ts'
import type { Entry } from './entry.ts'
import { compressionOf, inflated } from './inflated.ts'
import { isTar, readTar } from './tar.ts'
import { readZip } from './zip.ts'

export interface OpenArchive {
  readonly entries: readonly Entry[]
}

/**
 * Lists a zip (jar, war) or a tar, plain or compressed, given as a path or as bytes. Refuses what is none, what holds
 * something that cannot be unpacked, and paths that lead out of it.
 */
export async function openArchive(from: string | Buffer): Promise<OpenArchive | Refusal> {
  const name = typeof from === 'string' ? from : 'the inner archive'
  try {
    const entries = await readEntries(from)
    if (!entries)
      return refuse(`${name} is neither a zip nor a tar`, 'give a zip, or a tar, plain or by gzip, xz, bzip2 or zstd')
    return { entries: cleaned(entries) }
  } catch (error) {
    if (error instanceof Refused) return refuse(`${name}: ${error.reason.refusal}`, error.reason.advice)
    return refuse(`${name} cannot be read: ${(error as Error).message}`, 'fetch it again')
  }
}

async function readEntries(from: string | Buffer): Promise<readonly Entry[] | undefined> {
  const start = await firstBytes(from)
  if (start.toString('latin1', 0, 2) === 'PK') return readZip(from)
  if (isTar(start)) return readTar(from)
  const compression = compressionOf(start)
  if (compression === undefined) return undefined
  const plain = await inflated(compression, from)
  return isTar(await firstBytes(plain)) ? readTar(plain) : undefined
}

/** Names as both the prediction and the host take them: without `./` and `//`; of one name the last entry counts. */
function cleaned(entries: readonly Entry[]): Entry[] {
  const byPath = new Map<string, Entry>()
  for (const entry of entries) {
    if (entry.path.startsWith('/') || entry.path.split('/').includes('..') || entry.path.includes('\0'))
      throw leadsOut(entry.path)
    const path = segments(entry.path).join('/')
    if (isTooLong(path))
      throw new Refused(
        refuse(`it holds ${path}, a path or name that is too long for a host`, 'pack it anew without that'),
      )
    if (path !== '') byPath.set(path, { ...entry, path })
  }
  const [path, other] = clashOf([...byPath.values()]) ?? []
  if (path !== undefined && other?.type === 'symlink') throw leadsOut(path)
  if (path !== undefined)
    throw new Refused(refuse(`it holds ${path}, and ${other?.path} as a file`, 'pack it anew without one of them'))
  return [...byPath.values()]
}

/** A path with `..`, from the root, or by way of a link that the archive itself holds. */
const leadsOut = (path: string): Refused =>
  new Refused(refuse(`it holds the path ${path}, which leads out of it`, 'do not use this archive'))

async function firstBytes(from: string | Buffer): Promise<Buffer> {
  if (typeof from !== 'string') return from.subarray(0, 512)
  const handle = await open(from)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
