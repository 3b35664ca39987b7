import * as v from 'valibot'
import { followedFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import { hostPath } from '../support/schema.ts'
import { onShare } from './shared-folder.ts'

/** Refuses a share that is not there, for nothing may be put where it should be mounted. Makes a folder on it. */
export const shareFound = defineTask('shareFound', {
  options: v.strictObject({ share: hostPath, folder: v.optional(v.string()) }),
  title: ({ share }) => `find the share ${share}`,
  reads: ({ share, folder }) => ({
    at: followedFact(share),
    ...(folder === undefined ? {} : { inner: followedFact(`${share}/${folder}`) }),
  }),
  plan: ({ share, folder }, { at, inner }) => {
    if (at.type !== 'directory')
      return refuse(
        `the share ${share} is ${at.type === 'absent' ? 'not there, or does not answer' : `a ${at.type}`}`,
        'mount it before, with mount()',
      )
    if (inner?.type === 'absent') return [onShare(`${share}/${folder}`)]
    return []
  },
})
