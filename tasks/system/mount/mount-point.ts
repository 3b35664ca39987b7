import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact } from '../../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { askMount, type FoundMount, type MountPoint } from '../../../lib/remote/posix/mount.ts'
import { type FileSystem, systemOf } from './fstab.ts'

interface Place {
  readonly path: string
  readonly device?: string | undefined
  readonly type?: FileSystem | undefined
  readonly mounted?: boolean | undefined
}

export const mountPoint = ({ path, device, type }: Place): MountPoint => ({
  path,
  device,
  system: type && systemOf(type),
})

/** Where nothing is to be mounted, the folder that is made for it changes nothing of the answer. */
export const mountedFact = (at: Place): Fact<CommandAnswer> =>
  commandFact(askMount(mountPoint(at)), at.mounted === false ? [] : [at.path])

/** Why nothing can be done at a mount point; undefined: it is free, or what is meant is mounted there. */
export function occupied({ path, device = 'what is meant' }: Place, { state, what }: FoundMount): Refusal | undefined {
  switch (state) {
    case 'mounted':
    case 'free':
    case 'hides':
      return undefined
    case 'stale':
      return refuse(
        `${path} is mounted from ${what}, which does not answer`,
        `bring the server back, or umount -f -l ${path}, then run again`,
      )
    case 'other':
      return refuse(`${what} is mounted on ${path}, not ${device}`, `umount ${path}, then run again`)
    case 'unseen':
      return refuse(`what is mounted on ${path} cannot be seen: ${what}`, 'look at /proc/self/mountinfo')
  }
}
