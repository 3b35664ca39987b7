import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ShellSpec, shell } from '../../lib/core/connection.ts'
import { needsRoot } from './debian.ts'
import { scratch } from './shells.ts'

const releases = {
  debian: 'ID=debian\nVERSION_ID="12"\n',
  rocky: 'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"\n',
  unheard: 'ID=unheard\n',
}

/** This machine as another system sees itself: all is shared but the words of /etc/os-release. */
export function systemCalled(id: keyof typeof releases): ShellSpec {
  needsRoot('another /etc/os-release')
  const file = join(scratch('release'), 'os-release')
  writeFileSync(file, releases[id])
  return shell(['unshare', '--mount', 'sh', '-c', `mount --bind ${file} /etc/os-release && exec sh`])
}
