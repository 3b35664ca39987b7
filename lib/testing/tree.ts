import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** What is in a folder, as data: by relative path. A string or bytes are a file's content. */
export type HostTree = Readonly<Record<string, Planted>>

export type Planted =
  | string
  | Uint8Array
  | { readonly file: string | Uint8Array; readonly mode?: number; readonly uid?: number; readonly gid?: number }
  | { readonly dir: true; readonly mode?: number; readonly uid?: number; readonly gid?: number }
  | { readonly link: string }
  | { readonly fifo: true }
  | { readonly hardLink: string }

/** Makes what a tree says; missing folders are made on the way. In a link's target, `$` is the folder itself. */
export function plant(folder: string, tree: HostTree): void {
  for (const [name, planted] of Object.entries(tree)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    if (typeof planted === 'string' || planted instanceof Uint8Array) writeFileSync(path, planted)
    else if ('link' in planted) symlinkSync(planted.link.replace('$', folder), path)
    else if ('hardLink' in planted) linkSync(join(folder, planted.hardLink), path)
    else if ('fifo' in planted) execFileSync('mkfifo', [path])
    else {
      if ('dir' in planted) mkdirSync(path, { recursive: true })
      else writeFileSync(path, planted.file)
      if (planted.uid !== undefined) chownSync(path, planted.uid, planted.gid ?? planted.uid)
      if (planted.mode !== undefined) chmodSync(path, planted.mode)
    }
  }
}

/** Everything in a folder: a line for each relative path that says type, mode, owner and content. */
export function snapshot(folder: string, below = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const name of readdirSync(join(folder, below)).sort()) {
    const relative = below === '' ? name : `${below}/${name}`
    const path = join(folder, relative)
    const stat = lstatSync(path)
    const owned = `${(stat.mode & 0o7777).toString(8)} ${stat.uid}:${stat.gid}`
    if (stat.isSymbolicLink()) found.set(relative, `link ${readlinkSync(path)}`)
    else if (stat.isFile()) found.set(relative, `file ${owned} ${readFileSync(path, 'latin1')}`)
    else found.set(relative, `${stat.isDirectory() ? 'directory' : 'other'} ${owned}`)
    if (stat.isDirectory()) for (const [inner, line] of snapshot(folder, relative)) found.set(inner, line)
  }
  return found
}

/** The relative paths at which two snapshots differ. */
export function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort()
}
