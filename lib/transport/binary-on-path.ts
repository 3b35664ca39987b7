import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The binary that a name is for on this machine, by what changes when another is installed in its place. Undefined where there is
 * none, or a script: what that does may follow from anything.
 *
 * @example binaryOnPath('ssh') // '/usr/bin/ssh 1058512 1764150000000 5214'
 */
export function binaryOnPath(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const path = join(folder || '.', name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found?.isFile() || (found.mode & 0o111) === 0) continue
    return isScript(path) ? undefined : [path, found.size, found.mtimeMs, found.ino].join(' ')
  }
  return undefined
}

function isScript(path: string): boolean {
  try {
    const file = openSync(path, 'r')
    const first = Buffer.alloc(2)
    readSync(file, first)
    closeSync(file)
    return first.toString('latin1') === '#!'
  } catch {
    return true
  }
}
