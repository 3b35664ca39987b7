import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sendTree } from './e2e-tree.ts'
import type { TestHost } from './hosts.ts'
import { scratch } from './shells.ts'

export interface Deb {
  readonly name: string
  /** By their paths, without the first slash; those in `etc` are its configuration. */
  readonly files?: Readonly<Record<string, string>>
}

/** Gives a Debian host a repository of its own with these packages, and no other. */
export async function debRepository(host: TestHost, packages: readonly Deb[]): Promise<void> {
  const folder = scratch('repository')
  writeFileSync(join(folder, 'Packages'), packages.map((one) => made(folder, one)).join('\n'))
  await sendTree(host, folder, '/srv/repository')
  await host.run(
    'rm -f /etc/apt/sources.list.d/*; echo "deb [trusted=yes] file:/srv/repository ./" >/etc/apt/sources.list; rm -rf /var/lib/apt/lists/*; apt-get -q update',
  )
}

/** Makes a package, and gives its entry in the list. */
function made(folder: string, { name, files = {} }: Deb): string {
  const tree = join(folder, `${name}.d`)
  const control = [
    `Package: ${name}`,
    'Version: 1.0',
    'Architecture: all',
    'Maintainer: nobody <nobody@example.test>',
    'Description: a test',
  ]
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true })
  writeFileSync(join(tree, 'DEBIAN/control'), `${control.join('\n')}\n`)
  const conffiles = Object.keys(files).filter((path) => path.startsWith('etc/'))
  writeFileSync(join(tree, 'DEBIAN/conffiles'), conffiles.map((path) => `/${path}\n`).join(''))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
    if (text.startsWith('#!')) chmodSync(join(tree, path), 0o755)
  }
  const file = `${name}_1.0.deb`
  execFileSync('dpkg-deb', ['--root-owner-group', '-b', tree, join(folder, file)], { stdio: 'ignore' })
  const deb = readFileSync(join(folder, file))
  const sha256 = createHash('sha256').update(deb).digest('hex')
  return [...control, `Filename: ./${file}`, `Size: ${deb.length}`, `SHA256: ${sha256}`, ''].join('\n')
}
