import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { said } from './program.ts'
import { bootModules } from './recipe.ts'

/**
 * Puts Debian's kernel for virtual machines beside a tree (`kernel`, `initrd`), and its modules into the tree. Debian's own
 * first file system would take longer to read than the machine to boot: this one has a shell and what leads to the disk.
 */
export function makeBootFiles(work: string, tree: string): void {
  const image = unpacked(work, kernelPackage())
  const [version = ''] = readdirSync(join(image, 'lib/modules'))
  said('cp', ['-a', join(image, 'lib/modules'), join(tree, 'lib')])
  said('depmod', ['-b', tree, version])
  copyFileSync(join(image, `boot/vmlinuz-${version}`), join(work, 'kernel'))
  const first = join(work, 'first')
  for (const name of ['bin', 'modules', 'dev', 'proc', 'disk']) mkdirSync(join(first, name), { recursive: true })
  copyFileSync(join(unpacked(work, 'busybox-static'), 'bin/busybox'), join(first, 'bin/busybox'))
  const modules = neededModules(tree, version)
  for (const path of modules) copyFileSync(path, join(first, 'modules', basename(path)))
  writeFileSync(join(first, 'init'), firstProgram(modules.map((path) => basename(path))), { mode: 0o755 })
  said('sh', ['-c', 'find . | cpio --quiet -o -H newc | gzip -1 >../initrd'], first)
}

function kernelPackage(): string {
  const name = /Depends: (linux-image-\S+)/.exec(said('apt-cache', ['depends', 'linux-image-cloud-amd64']))?.[1]
  if (name === undefined) throw new Error('apt knows no linux-image-cloud-amd64: apt-get update, then run again')
  return name
}

/** What a package holds, without installing it here. */
function unpacked(work: string, name: string): string {
  const folder = join(work, name)
  mkdirSync(folder)
  said('apt-get', ['download', '-q', '-o', 'APT::Sandbox::User=root', name], folder)
  const [deb = ''] = readdirSync(folder)
  said('dpkg-deb', ['-x', deb, '.'], folder)
  return folder
}

/** The files of these modules and of those that they need, in the order in which they are to be loaded. */
function neededModules(tree: string, version: string): string[] {
  const lines = bootModules.flatMap((name) =>
    said('modprobe', ['-d', tree, '-S', version, '--show-depends', name]).trim().split('\n'),
  )
  return [...new Set(lines.flatMap((line) => /^insmod (\S+)/.exec(line)?.[1] ?? []))]
}

const firstProgram = (modules: readonly string[]): string => `#!/bin/busybox sh
set -e
/bin/busybox mount -t proc none /proc
/bin/busybox --install -s /bin
mount -t devtmpfs none /dev
${modules.map((name) => `insmod /modules/${name}`).join('\n')}
until [ -b /dev/vda ]; do sleep 0.05; done
mount -t ext4 /dev/vda /disk
umount /proc
mount --move /dev /disk/dev
exec switch_root /disk /sbin/init
`
