import * as v from 'valibot'
import type { ListAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { type Fact, followedFact, listFact, pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { attributesOf } from '../../lib/core/operation.ts'
import type { Planned } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { attributeChanges } from '../support/attributes.ts'
import { noSuchOwner, type OwnerReads, ownerFacts } from '../support/owners.ts'
import { directoryRemoval } from '../support/removal.ts'
import { hostPath, mode, ownerOf, truth, wordOf } from '../support/schema.ts'

const options = v.strictObject({
  /** Where it shall be; missing parents are made. */
  path: hostPath,
  /** Permission bits, as in 0o750. Default: as it is; a new one 0o755. */
  mode: v.optional(mode),
  /** Name or number of the user that it shall belong to. Default: as it is; of a new one whoever runs this. */
  owner: v.optional(ownerOf('user')),
  /** Name or number of its group. Default: as it is; of a new one that of its user. */
  group: v.optional(ownerOf('group')),
  /** `absent`: it shall not be there. One that is not empty is refused. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
  /** With `state: 'absent'`: also all that is below it. */
  recursive: v.optional(truth),
})
export type Directory = v.InferInput<typeof options>

/**
 * A directory, made with its missing parents.
 *
 * @example directory({ path: '/srv/share/Deployment', owner: 'wso2', mode: 0o750 })
 */
export const directory = defineTask('directory', {
  options,
  title: ({ path, state }) => `${state === 'absent' ? 'remove' : 'make'} the directory ${path}`,
  reads: (args): { link: Fact<PathAnswer>; at: Fact<PathAnswer | ListAnswer> } & OwnerReads => ({
    link: pathFact(args.path),
    at: args.state === 'absent' ? listFact(args.path) : followedFact(args.path),
    ...ownerFacts(args),
  }),
  plan: (args, { link, at, ...owners }) =>
    args.state === 'absent'
      ? directoryRemoval(args.path, link, at, args.recursive ?? false)
      : (noSuchOwner(args.path, args, owners) ?? made(args, link, at)),
})

function made(args: Directory, link: PathAnswer, at: PathAnswer | ListAnswer): Planned {
  const { path } = args
  switch (at.type) {
    case 'absent':
      if (at.parent === 'other')
        return refuse(`a folder of ${path} is not a directory`, 'move what is in its place away, then run again')
      if (link.type !== 'symlink') return [{ op: 'directory', path, ...attributesOf(args) }]
      return refuse(
        `${path} is a link to ${link.target}, which is not there`,
        'make its target, or remove the link, then run again',
      )
    case 'directory':
      return attributeChanges(path, args, at)
    case 'denied':
      return refuse(`${path} may not be looked at`, 'give become: true')
    default:
      return refuse(`${path} is a ${at.type === 'other' ? at.what : at.type}`, 'move it away, then run again')
  }
}
