import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The path of a file in a new folder that only this user may enter, and that goes when this process ends. */
export async function temporaryFile(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-'))
  if (folders.push(folder) === 1) process.once('exit', () => folders.forEach(remove))
  return join(folder, name)
}

const folders: string[] = []
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true })
