import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import { needs } from './debian.ts'

export interface TestShell {
  readonly name: string
  readonly spec: LocalSpec
}

/** The shells that a host may have. BusyBox brings its own stat, cp, sync, mv and sha256sum, which are tried with it. */
export function testShells(): readonly TestShell[] {
  needs(['dash', 'bash', 'busybox'])
  const applets = appletFolder()
  return [
    { name: 'dash', spec: local({ shell: 'dash' }) },
    { name: 'bash', spec: local({ shell: 'bash' }) },
    { name: 'busybox', spec: local({ shell: join(applets, 'sh'), env: { PATH: applets } }) },
  ]
}

function appletFolder(): string {
  const folder = scratch('applets')
  execFileSync('busybox', ['--install', '-s', folder])
  return folder
}

/** A new folder that goes when this process ends. */
export function scratch(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `runbook-${name}-`))
  if (folders.push(folder) === 1) process.once('exit', () => folders.forEach(removeFolder))
  return folder
}

const folders: string[] = []
const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })
