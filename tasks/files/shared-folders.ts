import * as v from 'valibot'
import { isBelow, parentOf } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { hostPath, someOf, wordOf } from '../support/schema.ts'
import { shareFound } from './shared-folders/share-found.ts'
import { sharedFolder, unsharedFolder } from './shared-folders/shared-folder.ts'
import { linkCheck } from './shared-link.ts'

const options = v.pipe(
  v.strictObject({
    /** The share as this host sees it: mounted before by `mount()`, or any folder that all hosts have. */
    share: hostPath,
    /** The folders of this host, each with the one on the share that takes its place. */
    links: someOf(linkCheck, 'links, { path, target }'),
    /**
     * `absent`: the folders of this host are its own again, as they were before they were shared. What is on the share stays.
     * Default: `present`.
     */
    state: v.optional(wordOf('present', 'absent')),
  }),
  v.check(
    ({ share, links }) => links.every(({ target }) => isBelow(target, share)),
    ({ input: { share, links } }) =>
      `${links.find(({ target }) => !isBelow(target, share))?.target} is not below the share ${share}: name a folder on it`,
  ),
)
export type SharedFolders = v.InferInput<typeof options>

/**
 * Folders that several hosts share, by NFS or what else is mounted: links to folders on the share, which is filled with what
 * the first host to come has. What stood in the place of a link is kept beside it.
 *
 * @example sharedFolders({ share: '/mnt/app', links: [{ path: '/opt/app/data', target: '/mnt/app/data' }] })
 */
export const sharedFolders = defineTask('sharedFolders', {
  options,
  tasks: ({ share, links, state }) => {
    if (state === 'absent') return links.map((link) => unsharedFolder(link))
    const parents = [...new Set(links.map(({ target }) => parentOf(target)))].filter((folder) => folder !== share)
    return [shareFound({ share, folders: parents }), ...links.map((link) => sharedFolder(link))]
  },
})
