import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** The package as a user gets it, installed from its tarball in an empty folder. */
export interface Packed {
  readonly folder: string
  remove(): void
}

const notCopied = new Set(['node_modules', 'dist', '.git', '.cache', '.demo'])

/** Packs a copy of this checkout, whose own build stays as it is, and installs what came of it. */
export function installPacked(): Packed {
  const work = mkdtempSync(join(tmpdir(), 'runbook-packed-'))
  const source = join(work, 'source')
  for (const name of readdirSync('.').filter((name) => !notCopied.has(name)))
    cpSync(name, join(source, name), { recursive: true })
  symlinkSync(resolve('node_modules'), join(source, 'node_modules'))
  npm(source, 'pack', '--pack-destination', work)
  const [tarball = ''] = readdirSync(work).flatMap((name) => (name.endsWith('.tgz') ? [join(work, name)] : []))
  const folder = join(work, 'user')
  layUser(folder)
  npm(folder, 'install', '--no-audit', '--no-fund', tarball)
  return { folder, remove: () => rmSync(work, { recursive: true, force: true }) }
}

/** Lays out a user's own project: an inventory, a playbook, and what a compiler is told. */
export function layUser(folder: string): void {
  cpSync('test/fixtures/user', folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }')
}

const npm = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
