import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { needs, needsRoot } from '../debian.ts'
import { makeKey } from '../sshd.ts'
import { commands, files, init, initrdModules, packages, recipeDigest } from './recipe.ts'

/** What machines are started from: made once for each recipe, some minutes long, and kept. */
export interface Disk {
  readonly folder: string
  readonly image: string
  readonly kernel: string
  readonly initrd: string
  readonly identity: string
  /** The public key of every machine. */
  readonly hostKey: string
}

const cache = '/var/cache/runbook-machines'

export function disk(): Disk {
  needsRoot('a whole machine')
  needs(['qemu-system-x86', 'qemu-utils', 'debootstrap', 'e2fsprogs', 'kmod', 'cpio'])
  const folder = join(cache, recipeDigest)
  if (!existsSync(folder)) build(folder)
  const file = (name: string) => join(folder, name)
  const hostKey = readFileSync(file('host.pub'), 'utf8').split(' ').slice(0, 2).join(' ')
  return {
    ...{ folder, image: file('disk.img'), kernel: file('kernel'), initrd: file('initrd'), identity: file('client') },
    hostKey,
  }
}

/** A folder that is there is whole: it gets its name last. */
function build(folder: string): void {
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  const work = mkdtempSync(join(cache, 'build-'))
  try {
    const root = join(work, 'root')
    run('debootstrap', ['--variant=minbase', `--include=${packages.join(',')}`, release(), root, mirror()])
    makeKey(join(work, 'client'), 'ed25519')
    const version = addKernel(work, root)
    makeInitrd(work, root, version)
    fill(work, root)
    run('mke2fs', ['-q', '-F', '-t', 'ext4', '-d', root, join(work, 'disk.img'), '3G'])
    rmSync(root, { recursive: true })
    renameSync(work, folder)
  } catch (error) {
    rmSync(work, { recursive: true, force: true })
    throw error
  }
}

/** Debian's kernel for machines that are not real: it is small, and has what network file systems need. */
function addKernel(work: string, root: string): string {
  const depends = run('apt-cache', ['depends', 'linux-image-cloud-amd64'])
  const name = /Depends: (linux-image-\S+)/.exec(depends)?.[1]
  if (name === undefined) throw new Error('apt knows no linux-image-cloud-amd64: run apt-get update')
  const unpacked = unpack(work, name)
  const [version = ''] = readdirSync(join(unpacked, 'lib/modules'))
  run('cp', ['-a', join(unpacked, 'lib/modules'), join(root, 'lib/')])
  run('depmod', ['-b', root, version])
  copyFileSync(join(unpacked, `boot/vmlinuz-${version}`), join(work, 'kernel'))
  rmSync(unpacked, { recursive: true })
  return version
}

/** A package's files in a folder: not every one can be installed beside those that are here. */
function unpack(work: string, name: string): string {
  const folder = join(work, name)
  mkdirSync(folder)
  run('apt-get', ['download', '-q', '-o', 'APT::Sandbox::User=root', name], folder)
  const [deb = ''] = readdirSync(folder)
  run('dpkg-deb', ['-x', deb, '.'], folder)
  return folder
}

function makeInitrd(work: string, root: string, version: string): void {
  const tree = join(work, 'tree')
  for (const name of ['bin', 'proc', 'sys', 'dev', 'new', 'mod']) mkdirSync(join(tree, name), { recursive: true })
  const busybox = unpack(work, 'busybox-static')
  copyFileSync(join(busybox, 'bin/busybox'), join(tree, 'bin/busybox'))
  rmSync(busybox, { recursive: true })
  const all = readdirSync(join(root, 'lib/modules', version), { recursive: true, encoding: 'utf8' })
  for (const name of initrdModules) {
    const found = all.find((path) => path.endsWith(`/${name}.ko`))
    if (found === undefined) throw new Error(`the kernel ${version} has no module ${name}`)
    copyFileSync(join(root, 'lib/modules', version, found), join(tree, 'mod', `${name}.ko`))
  }
  writeFileSync(join(tree, 'init'), init, { mode: 0o755 })
  run('sh', ['-c', 'find . | cpio -o -H newc 2>/dev/null | gzip -1 >../initrd'], tree)
  rmSync(tree, { recursive: true })
}

function fill(work: string, root: string): void {
  for (const [path, [mode, text]] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    rmSync(join(root, path), { force: true })
    writeFileSync(join(root, path), text)
    chmodSync(join(root, path), mode)
  }
  for (const command of commands) run('chroot', [root, 'sh', '-c', command])
  for (const [home, user] of [
    ['root', 'root'],
    ['home/deploy', 'deploy'],
  ] as const) {
    mkdirSync(join(root, home, '.ssh'), { recursive: true, mode: 0o700 })
    copyFileSync(join(work, 'client.pub'), join(root, home, '.ssh/authorized_keys'))
    run('chroot', [root, 'chown', '-R', `${user}:`, `/${home}/.ssh`])
  }
  copyFileSync(join(root, 'etc/ssh/ssh_host_ed25519_key.pub'), join(work, 'host.pub'))
  rmSync(join(root, 'var/cache/apt/archives'), { recursive: true, force: true })
}

/** The release of this machine, and where its packages come from, as apt says. */
const release = (): string => /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'stable'

function mirror(): string {
  const said = run('apt-get', ['indextargets', '--format', '$(REPO_URI) $(RELEASE)', 'Created-By: Packages'])
  const found = said.split('\n').find((line) => line.endsWith(` ${release()}`))
  if (found === undefined) throw new Error(`apt names no place for ${release()}: run apt-get update`)
  return found.split(' ')[0] ?? ''
}

function run(command: string, args: readonly string[], cwd = '/'): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 })
}
