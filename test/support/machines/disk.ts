import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needs, needsRoot } from '../debian.ts'
import { cache, keepDisk } from './cache.ts'
import { said } from './program.ts'
import { recipeDigest } from './recipe.ts'

/** What machines are started from. */
export interface Disk {
  readonly folder: string
  readonly image: string
  /** What is in the image, as a folder. */
  readonly tree: string
  readonly kernel: string
  readonly initrd: string
  /** The key that root and deploy let in. */
  readonly identity: string
  /** Type and public key of every machine. */
  readonly hostKey: string
}

/** The disk of the recipe: made in some minutes where it is not there, and kept. */
export function disk(): Disk {
  needs([...['qemu-system-x86', 'qemu-utils', 'debootstrap'], ...['e2fsprogs', 'kmod', 'cpio', 'openssh-client']])
  needsRoot('a whole machine')
  const folder = join(cache, recipeDigest)
  if (!existsSync(folder)) make()
  keepDisk(folder)
  const at = (name: string) => join(folder, name)
  const [type, key] = readFileSync(at('host.pub'), 'utf8').split(' ')
  const paths = {
    image: at('disk.img'),
    tree: at('tree'),
    kernel: at('kernel'),
    initrd: at('initrd'),
    identity: at('client'),
  }
  return { folder, ...paths, hostKey: `${type} ${key}` }
}

/** By one process, while others that need it wait; it ends with the one that has begun it. */
function make(): void {
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  const script = fileURLToPath(new URL('make-disk.js', import.meta.url))
  const alone = ['--pdeathsig', 'KILL', 'flock', '--no-fork', join(cache, 'lock')]
  said('setpriv', [...alone, process.execPath, '--enable-source-maps', script])
}
