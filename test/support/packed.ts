import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import * as assert from 'uvu/assert'

/** The package as a user gets it, installed from its tarball in an empty folder. */
export interface Packed {
  readonly folder: string
  readonly tarball: string
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
  return { folder, tarball, remove: () => rmSync(work, { recursive: true, force: true }) }
}

/** Lays out a user's own project: an inventory, a playbook, and what a compiler is told. */
export function layUser(folder: string): void {
  cpSync('test/fixtures/user', folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }')
}

export const installedIn = (folder: string) => join(folder, 'node_modules/runbook')
export const commandIn = (folder: string) => join(installedIn(folder), 'dist/lib/cli/main.js')

/** How a command ended, run by node in a folder with nothing of this checkout in sight. */
export function runIn(cwd: string, [program = process.execPath, ...args]: readonly string[], env: Variables = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: cwd, ...env },
  })
  return { code: status, out: stdout, err: stderr }
}

type Variables = Readonly<Record<string, string>>
const words = { RUNBOOK_SECRET_WORDS: 'quite secret words' }

/** A user's own files, a secret that they make and an error that they cause, by the command at `main`. */
export function appliesIn(folder: string, main: string, node = process.execPath): void {
  const apply = [
    node,
    main,
    'apply',
    'hosts.ts',
    'motd',
    '--diff',
    '--output',
    'lines',
    '--set',
    `folder=${folder}/made`,
  ]
  const told = runIn(folder, apply)
  assert.is(told.code, 64, told.out + told.err)
  assert.match(told.err, 'RUNBOOK_SECRET_WORDS')
  assert.not.match(told.err, 'at ')
  const { code, out, err } = runIn(folder, apply, words)
  assert.is(code, 0, out + err)
  assert.not.match(out + err, words.RUNBOOK_SECRET_WORDS)
  assert.is(readFileSync(join(folder, 'made/motd'), 'utf8'), words.RUNBOOK_SECRET_WORDS)
  rmSync(join(folder, 'made'), { recursive: true })
}

export const npm = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
