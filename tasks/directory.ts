import { followedFact, pathFact } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import { attributesOf } from '../lib/core/operation.ts'
import { defineTask } from '../lib/core/task.ts'
import { attributeChanges, checkMode } from './support/attributes.ts'

export interface Directory {
  /** Where it shall be; missing parents are made. */
  readonly path: string
  /** Permission bits, as in 0o750. Default: as it is; a new one 0o755. */
  readonly mode?: number
  /** Name of the user that it shall belong to. Default: as it is; of a new one whoever runs this. */
  readonly owner?: string
  /** Name of its group. Default: as it is; of a new one that of its user. */
  readonly group?: string
}

/**
 * A directory, made with its missing parents.
 *
 * @example directory({ path: '/srv/share/Deployment', owner: 'wso2', mode: 0o750 })
 */
export const directory = defineTask('directory', {
  title: ({ path }: Directory) => `make the directory ${path}`,
  reads: (args) => {
    checkMode(args, `directory ${args.path}`)
    return { at: followedFact(args.path), link: pathFact(args.path) }
  },
  plan: (args, { at, link }) => {
    const { path } = args
    switch (at.type) {
      case 'absent':
        if (link.type === 'symlink')
          return refuse(
            `${path} is a link to ${link.target}, which is not there`,
            'make its target, or remove the link, then run again',
          )
        if (at.parent === 'other')
          return refuse(`a folder of ${path} is not a directory`, 'move what is in its place away, then run again')
        return [{ op: 'directory', path, ...attributesOf(args) }]
      case 'directory':
        return attributeChanges(path, args, at)
      case 'denied':
        return refuse(`${path} may not be looked at`, 'give become: true')
      default:
        return refuse(`${path} is a ${at.type === 'other' ? at.what : at.type}`, 'move it away, then run again')
    }
  },
})
