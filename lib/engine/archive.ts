import { open } from 'node:fs/promises'
import type { ArchiveEntry } from '../core/fact.ts'
import { type Refusal, refuse } from '../core/failure.ts'
import { readTarGz } from './tar.ts'
import { readZip } from './zip.ts'

/** An entry of an archive on the controller, with its bytes on request. */
export interface Entry extends ArchiveEntry {
  /** Permission bits. */
  readonly mode: number
  read(): Promise<Buffer>
}

export interface Archive {
  readonly entries: readonly Entry[]
}

/** Lists a zip (jar, war) or tar.gz, given as a path or as bytes. Refuses what is neither, or holds paths that lead out of it. */
export async function openArchive(from: string | Buffer): Promise<Archive | Refusal> {
  const name = typeof from === 'string' ? from : 'the inner archive'
  try {
    const entries = await readEntries(from)
    if (!entries) return refuse(`${name} is neither a zip nor a tar.gz`, 'give an archive of one of these kinds')
    const outside = leadsOut(entries)
    return outside === undefined
      ? { entries }
      : refuse(`${name} holds the path ${outside}, which leads out of it`, 'do not use this archive')
  } catch (error) {
    return refuse(`${name} cannot be read: ${(error as Error).message}`, 'fetch it again')
  }
}

async function readEntries(from: string | Buffer): Promise<readonly Entry[] | undefined> {
  const magic = await firstBytes(from)
  if (magic.toString() === 'PK') return readZip(from)
  return magic[0] === 0x1f && magic[1] === 0x8b ? readTarGz(from) : undefined
}

/** A path with `..`, from the root, or by way of a link that the archive itself holds. */
function leadsOut(entries: readonly Entry[]): string | undefined {
  const links = new Set(entries.filter(({ type }) => type === 'symlink').map(({ path }) => path))
  return entries.find(({ path }) => {
    const parts = path.split('/')
    return (
      path.startsWith('/') ||
      parts.includes('..') ||
      parts.some((_, n) => n > 0 && links.has(parts.slice(0, n).join('/')))
    )
  })?.path
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
