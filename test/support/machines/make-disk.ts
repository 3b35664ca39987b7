import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { makeKey } from '../sshd.ts'
import { makeBootFiles } from './boot-files.ts'
import { cache, workFolder } from './cache.ts'
import { said } from './program.ts'
import { commands, files, packages, recipeDigest } from './recipe.ts'

/**
 * Makes the disk of the recipe, unless another process has made it while this one waited to begin: a program of its own,
 * for it takes minutes. A folder that is there is whole, for it gets its name last.
 */
const folder = join(cache, recipeDigest)
if (!existsSync(folder)) build()

function build(): void {
  const work = workFolder()
  const made = join(work, 'made')
  const tree = join(work, 'tree')
  mkdirSync(made)
  const options = ['--variant=minbase', `--include=${packages.join(',')}`]
  // It ends with this process, and what it mounts goes with it.
  const alone = ['--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child']
  said('setpriv', [...alone, 'debootstrap', ...options, release(), tree, mirror()])
  makeBootFiles(work, tree)
  makeKey(join(made, 'client'), 'ed25519')
  fill(tree, join(made, 'client.pub'))
  for (const name of ['kernel', 'initrd']) renameSync(join(work, name), join(made, name))
  copyFileSync(join(tree, 'etc/ssh/ssh_host_ed25519_key.pub'), join(made, 'host.pub'))
  said('mke2fs', ['-q', '-F', '-t', 'ext4', '-d', tree, join(made, 'disk.img'), '4G'])
  renameSync(tree, join(made, 'tree'))
  renameSync(made, folder)
}

function fill(tree: string, publicKey: string): void {
  for (const [name, [mode, text]] of Object.entries(files)) {
    const path = join(tree, name)
    mkdirSync(dirname(path), { recursive: true })
    rmSync(path, { force: true })
    writeFileSync(path, text)
    chmodSync(path, mode)
  }
  for (const command of commands) said('chroot', [tree, 'sh', '-c', command])
  for (const [user, home] of Object.entries({ root: 'root', deploy: 'home/deploy' })) {
    const folder = join(tree, home, '.ssh')
    mkdirSync(folder, { mode: 0o700, recursive: true })
    copyFileSync(publicKey, join(folder, 'authorized_keys'))
    said('chroot', [tree, 'chown', '-R', `${user}:`, `/${home}/.ssh`])
  }
  for (const name of ['var/cache/apt', 'var/lib/apt/lists']) rmSync(join(tree, name), { recursive: true, force: true })
}

function release(): string {
  return /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'bookworm'
}

/** Where apt gets the packages of this release. */
function mirror(): string {
  const wanted = release()
  const known = said('apt-get', ['indextargets', '--format', '$(REPO_URI) $(RELEASE)', 'Created-By: Packages'])
  const found = known.split('\n').find((line) => line.endsWith(` ${wanted}`))
  if (found === undefined) throw new Error(`apt names no place for ${wanted}: apt-get update, then run again`)
  return found.slice(0, found.lastIndexOf(' '))
}
