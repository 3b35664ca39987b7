import * as v from 'valibot'
import { commandFact, followedFact, pathFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import type { Operation } from '../../../lib/core/operation.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { askSharedFolder, fillScript, makeFolder, readSharedFolder } from '../../../lib/remote/posix/shared-folder.ts'
import { hostPath, wordOf } from '../../support/schema.ts'
import { ofProduct } from '../product.ts'
import { releaseOf } from '../versions/releases.ts'

const options = ofProduct({
  /** The share as this node sees it: mounted before by `mount()`, or any folder that all nodes have. */
  share: hostPath,
  /**
   * `deployment`: all of repository/deployment and the tenants, as in the guide. `runtime`: what changes at run time only,
   * which is user stores, tenants, BPEL and human-task artifacts, as WSO2 now advises.
   */
  what: wordOf('deployment', 'runtime'),
  /**
   * `absent`: the folders of this node are its own again, as they were before they were shared. What is on the share stays.
   * Default: `present`.
   */
  state: v.optional(wordOf('present', 'absent')),
})
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
  tasks: ({ state, ...args }) =>
    state === 'absent'
      ? sharedLinks(args).map((link) => unsharedFolder(link))
      : [
          shareFound({ share: args.share, folder: args.what === 'runtime' ? 'Deployment/server' : undefined }),
          ...sharedLinks(args).map((link) => sharedFolder(link)),
        ],
})

/** The folders of a node that are links to the share, each with its target there. */
export function sharedLinks({
  home,
  version,
  share,
  what,
}: SharedFiles): { readonly path: string; readonly target: string }[] {
  const server = 'deployment/server'
  const folders =
    what === 'deployment'
      ? [['deployment', 'Deployment'] as const]
      : releaseOf(version).shared.map((name) => [`${server}/${name}`, `Deployment/server/${name}`] as const)
  return [...folders, ['tenants', 'Tenants'] as const].map(([link, target]) => ({
    path: `${home}/repository/${link}`,
    target: `${share}/${target}`,
  }))
}

/** Refuses a share that is not there, for nothing may be put where it should be mounted. Makes a folder on it. */
const shareFound = defineTask('shareFound', {
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

/** By a script, because another node may make the same folder between the plan of this one and its turn. */
const onShare = (path: string): Operation => ({
  op: 'run',
  script: makeFolder(path),
  effects: { makes: [{ type: 'directory', path }] },
})

/**
 * A folder that is a link to one on a share. What it held goes to the share if there is nothing yet, all of it or none,
 * also when several nodes come at once; it stays beside the link as `<path>.before-sharing`.
 */
const sharedFolder = defineTask('sharedFolder', {
  options: v.strictObject({ path: hostPath, target: hostPath }),
  title: ({ path, target }) => `share ${path} as ${target}`,
  reads: ({ path, target }) => ({
    link: pathFact(path),
    at: followedFact(target),
    kept: pathFact(`${path}.before-sharing`),
    state: commandFact(askSharedFolder(path, target), [target]),
  }),
  plan: ({ path, target }, { link, at, kept, state }) => {
    const aside = `${path}.before-sharing`
    const found = readSharedFolder(state)
    if (at.type !== 'absent' && at.type !== 'directory')
      return refuse(`${target} is a ${at.type}`, 'move it away, then run again')
    if (link.type === 'symlink' && link.target === target) {
      return at.type === 'directory'
        ? []
        : refuse(`${path} links to ${target}, which is not there`, 'bring the share back, then run again')
    }
    if (at.type === 'directory' && link.type === 'directory' && link.real === at.real) return []
    if (link.type === 'absent' && link.parent !== 'directory')
      return refuse(`the folder of ${path} is not there`, 'unpack the product before')
    if (link.type !== 'absent' && link.type !== 'directory' && link.type !== 'symlink')
      return refuse(`${path} is a ${link.type === 'other' ? link.what : link.type}`, 'move it away, then run again')
    if (found.state === 'failed')
      return refuse(`${target} cannot be read: ${found.what}`, 'bring the share back, then run again')
    if (found.state === 'lacks')
      return refuse(
        `${target} holds something, but not ${found.what}, which ${path} has`,
        `copy what is missing from ${path}, or empty ${target} to have all of it copied`,
      )
    if (link.type === 'directory' && kept.type !== 'absent')
      return refuse(`${path} and ${aside} are both there`, 'move the older one away, then run again')
    const filled: Operation[] =
      found.state === 'filled'
        ? []
        : link.type === 'absent'
          ? at.type === 'absent'
            ? [onShare(target)]
            : []
          : [{ op: 'run', script: fillScript(path, target), effects: { unknown: [target] } }]
    const moved: Operation[] = link.type === 'directory' ? [{ op: 'move', from: path, to: aside }] : []
    return [...filled, ...moved, { op: 'symlink', path, target }]
  },
})

/** A folder that is the node's own again. The share is not asked: it may be gone. */
const unsharedFolder = defineTask('unsharedFolder', {
  options: v.strictObject({ path: hostPath, target: hostPath }),
  title: ({ path, target }) => `share ${path} no longer as ${target}`,
  reads: ({ path }) => ({ link: pathFact(path), kept: pathFact(`${path}.before-sharing`) }),
  plan: ({ path, target }, { link, kept }) => {
    const aside = `${path}.before-sharing`
    if (link.type === 'directory') return []
    if (link.type === 'absent' && kept.type === 'absent') return []
    if (link.type === 'symlink' && link.target !== target)
      return refuse(`${path} links to ${link.target}, not to ${target}`, 'name this share, or remove the link')
    if (link.type !== 'symlink' && link.type !== 'absent')
      return refuse(`${path} is a ${link.type === 'other' ? link.what : link.type}`, 'move it away, then run again')
    return [
      ...(link.type === 'symlink' ? [{ op: 'remove', path } as const] : []),
      ...(kept.type === 'directory' ? [{ op: 'move', from: aside, to: path } as const] : []),
    ]
  },
})
