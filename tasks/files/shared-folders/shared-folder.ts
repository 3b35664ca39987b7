import * as v from 'valibot'
import { commandFact, followedFact, pathFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import type { Operation } from '../../../lib/core/operation.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { askSharedFolder, fillScript, makeFolder, readSharedFolder } from '../../../lib/remote/posix/shared-folder.ts'
import { hostPath } from '../../support/schema.ts'

/**
 * A folder that is a link to one on a share. What it held goes to the share if there is nothing yet, all of it or none,
 * also when several nodes come at once; it stays beside the link as `<path>.before-sharing`.
 */
export const sharedFolder = defineTask('sharedFolder', {
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
      return refuse(`the folder of ${path} is not there`, 'make it before')
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
          : [
              {
                op: 'run',
                script: fillScript(path, target),
                effects: { unknown: [target] },
                undo: { keeps: `what is in ${target}, on the share` },
              },
            ]
    const moved: Operation[] = link.type === 'directory' ? [{ op: 'move', from: path, to: aside }] : []
    return [...filled, ...moved, { op: 'symlink', path, target }]
  },
})

/** A folder that is the node's own again. The share is not asked: it may be gone. */
export const unsharedFolder = defineTask('unsharedFolder', {
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

/** By a script, because another node may make the same folder between the plan of this one and its turn. */
export const onShare = (path: string): Operation => ({
  op: 'run',
  script: makeFolder(path),
  effects: { makes: [{ type: 'directory', path }] },
  undo: { keeps: `${path}, on the share` },
})
