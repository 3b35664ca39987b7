import type { ListAnswer, PathAnswer } from '../../../lib/core/answers.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { unfinished } from '../../../lib/remote/posix/archive.ts'
import { noFolder } from '../../support/attributes.ts'

/** What is where an archive shall be unpacked: nothing, an empty folder, or something that was put there before. */
export type UnpackPlace = 'free' | 'empty' | 'filled'

export function placeFor(path: string, link: PathAnswer, at: ListAnswer): UnpackPlace | Refusal {
  switch (at.type) {
    case 'absent':
      return noFolder(path, at) ?? 'free'
    case 'directory':
      return at.names.length === 0 || at.names.some((name) => name.startsWith(unfinished)) ? 'empty' : 'filled'
    case 'denied':
      return refuse(`${path} may not be looked at`, 'give become: true')
    default: {
      const what = at.type === 'other' ? at.what : at.type === 'file' ? 'file' : 'link to nothing'
      const led = link.type === 'symlink' && at.type !== 'broken link' ? `link to a ${what}` : what
      return refuse(`${path} is a ${led}`, 'move it away, then run again')
    }
  }
}
