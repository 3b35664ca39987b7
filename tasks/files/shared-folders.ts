import * as v from 'valibot'
import { parentOf } from '../../lib/core/paths.ts'
import { defineTask } from '../../lib/core/task.ts'
import { relativePath } from '../support/relative-path.ts'
import { hostPath, objectOf, someOf, wordOf } from '../support/schema.ts'
import { shareFound } from './shared-folders/share-found.ts'
import { sharedFolder, unsharedFolder } from './shared-folders/shared-folder.ts'

/** A folder of a host that is one of a share. */
export interface FolderOnShare {
  /** Where it is on the host. */
  readonly path: string
  /** Its place on the share, as in `app/data`. */
  readonly target: string
}

const folder: v.GenericSchema<FolderOnShare> = objectOf('a folder, { path, target }', {
  path: hostPath,
  target: relativePath('a folder of the share'),
})

const options = v.strictObject({
  /** The share as this host sees it: mounted before by `mount()`, or any folder that all hosts have. */
  share: hostPath,
  /** The folders of this host, each with the one on the share that takes its place. */
  folders: someOf(folder, 'folders, { path, target }'),
  /**
   * `absent`: the folders of this host are its own again, as they were before they were shared. What is on the share stays.
   * Default: `present`.
   */
  state: v.optional(wordOf('present', 'absent')),
})
export type SharedFolders = v.InferInput<typeof options>

/**
 * Folders that several hosts share, by NFS or what else is mounted: links to folders on the share, which is filled with what
 * the first host to come has. What stood in the place of a link is kept beside it.
 *
 * @example sharedFolders({ share: '/mnt/app', folders: [{ path: '/opt/app/data', target: 'data' }] })
 */
export const sharedFolders = defineTask('sharedFolders', {
  options,
  tasks: ({ share, folders, state }) => {
    const links = folders.map(({ path, target }) => ({ path, target: `${share}/${target}` }))
    if (state === 'absent') return links.map((link) => unsharedFolder(link))
    const parents = [...new Set(links.map(({ target }) => parentOf(target)))].filter((parent) => parent !== share)
    return [shareFound({ share, folders: parents }), ...links.map((link) => sharedFolder(link))]
  },
})
