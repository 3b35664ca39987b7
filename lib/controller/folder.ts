import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { Refused, refuse } from '../core/failure.ts'
import type { Entry } from './entry.ts'
import { fileDigest } from './file-digest.ts'

/** All that is in a folder of the controller, as if it were an archive; with the digest of each file. */
export async function readFolder(folder: string): Promise<Entry[]> {
  const names = await readdir(folder, { recursive: true })
  const entries: Entry[] = []
  for (const name of names.sort()) entries.push(await entryOf(folder, name))
  return entries
}

async function entryOf(folder: string, name: string): Promise<Entry> {
  const from = join(folder, name)
  const path = name.split(sep).join('/')
  if (/[\n\\]/.test(path))
    throw new Refused(
      refuse(`${JSON.stringify(path)} has a line end or a backslash in its name`, 'give it another name'),
    )
  const found = await lstat(from)
  const base = { path, mode: found.mode & 0o777, size: 0, read: () => readFile(from) }
  if (found.isDirectory()) return { ...base, type: 'directory' }
  if (found.isSymbolicLink()) return { ...base, type: 'symlink', target: await readlink(from) }
  if (found.isFile()) return { ...base, type: 'file', ...(await fileDigest(from)) }
  throw new Refused(refuse(`${from} is neither file, folder nor link`, 'leave it out, by exclude'))
}
