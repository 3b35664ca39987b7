import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import { scratch } from '../../lib/testing/scratch.ts'
import { needs } from './debian.ts'

export { scratch }

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
