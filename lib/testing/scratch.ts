import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder that goes when this process ends. */
export function scratch(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `runbook-${name}-`))
  if (folders.push(folder) === 1) process.once('exit', () => folders.forEach(removeFolder))
  return folder
}

const folders: string[] = []
const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })
