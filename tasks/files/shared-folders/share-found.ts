import * as v from 'valibot'
import { each, followedFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { hostPath } from '../../support/schema.ts'
import { onShare } from './shared-folder.ts'

/** Refuses a share that is not there, for nothing may be put where it should be mounted. Makes folders on it. */
export const shareFound = defineTask('shareFound', {
  options: v.strictObject({ share: hostPath, folders: v.array(hostPath) }),
  title: ({ share }) => `find the share ${share}`,
  reads: ({ share, folders }) => ({ at: followedFact(share), inner: each(folders, followedFact) }),
  plan: ({ share, folders }, { at, inner }) => {
    if (at.type !== 'directory')
      return refuse(
        `the share ${share} is ${at.type === 'absent' ? 'not there, or does not answer' : `a ${at.type}`}`,
        'mount it before, with mount()',
      )
    return folders.filter((folder) => inner.get(folder)?.type === 'absent').map(onShare)
  },
})
