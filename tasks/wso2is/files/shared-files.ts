import * as v from 'valibot'
import { defineTask } from '../../../lib/core/task.ts'
import { type FolderOnShare, sharedFolders } from '../../files/shared-folders.ts'
import { hostPath, wordOf } from '../../support/schema.ts'
import { ofProduct } from '../product.ts'
import { placeOf } from '../versions/places.ts'
import { releaseOf } from '../versions/releases.ts'

const entries = ofProduct({
  /** The share as this node sees it: mounted before by `mount()`, or any folder that all nodes have. */
  share: hostPath,
  /**
   * `deployment`: all of repository/deployment and the tenants, as in the guide. `runtime`: what changes at run time only,
   * which is user stores, tenants, BPEL and human-task artifacts, as WSO2 now advises; from 5.9.0 on this alone.
   */
  what: wordOf('deployment', 'runtime'),
  /**
   * `absent`: the folders of this node are its own again, as they were before they were shared. What is on the share stays.
   * Default: `present`.
   */
  state: v.optional(wordOf('present', 'absent')),
})
const options = v.pipe(
  entries,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value.what !== 'deployment') return
    const { version } = dataset.value
    const place = placeOf('share.deployment', version)
    if ('refused' in place)
      addIssue({
        message: `it shares what: 'deployment', but of Identity Server ${version} ${place.refused}: ${place.instead}`,
      })
  }),
)
export type SharedFiles = v.InferInput<typeof options>

/**
 * Artifacts that all nodes share (guide: "Enabling artifact synchronization"): folders on the share, filled with what the
 * first node to come has, and links to them. What stood in the place of a link is kept beside it.
 *
 * Under `deployment` the dashboard's files are shared too: edit them before this, each node its own, or after it in a play
 * with `serial: 1`, for two nodes that write one file at the same time refuse each other's plan.
 *
 * @example sharedFiles({ home, version, share: '/mnt/is', what: 'runtime' })
 */
export const sharedFiles = defineTask('sharedFiles', {
  options,
  tasks: ({ state, ...args }) => sharedFolders({ share: args.share, folders: foldersOf(args), state }),
})

/** The folders of a node, each with its place on the share. */
function foldersOf({ home, version, what }: SharedFiles): FolderOnShare[] {
  const server = 'deployment/server'
  const folders =
    what === 'deployment'
      ? [['deployment', 'Deployment'] as const]
      : releaseOf(version).shared.map((name) => [`${server}/${name}`, `Deployment/server/${name}`] as const)
  return [...folders, ['tenants', 'Tenants'] as const].map(([link, target]) => ({
    path: `${home}/repository/${link}`,
    target,
  }))
}

/** The folders of a node that are links to the share, each with what it leads to. */
export const sharedLinks = (args: SharedFiles): { readonly path: string; readonly target: string }[] =>
  foldersOf(args).map(({ path, target }) => ({ path, target: `${args.share}/${target}` }))
