import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** All below a folder: kind, mode, owner, and what is in it. */
export function treeOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return Object.fromEntries(
    names.map((name) => {
      const at = lstatSync(join(folder, name))
      const words = `${(at.mode & 0o7777).toString(8)} ${at.uid}:${at.gid}`
      if (at.isSymbolicLink()) return [name, `-> ${readlinkSync(join(folder, name))}`]
      return [name, at.isDirectory() ? `${words}/` : `${words} ${readFileSync(join(folder, name), 'latin1')}`]
    }),
  )
}
