import * as v from 'valibot'
import type { ContentAnswer, DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { contentFact, digestFact, type Fact, on, pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { attributesOf } from '../../lib/core/operation.ts'
import { defineTask } from '../../lib/core/task.ts'
import { attributeChanges, cannotWrite } from '../support/attributes.ts'
import { noSuchOwner, type OwnerReads, ownerFacts } from '../support/owners.ts'
import { presentOrAbsent } from '../support/present-or-absent.ts'
import { fileRemoval } from '../support/removal.ts'
import { hostPath, mode, ownerOf, text, wordOf } from '../support/schema.ts'

const options = presentOrAbsent(
  {
    /** Where it shall be on this host; a link there is followed to the real file. */
    path: hostPath,
    /** `absent`: no file shall be there, whatever is in it. Default: `present`. */
    state: v.optional(wordOf('present', 'absent')),
  },
  {
    /** The host that has it, by its name in the inventory. */
    host: text('the name of a host of the inventory'),
    /** The file there; a link is followed. */
    from: hostPath,
    /** Permission bits, as in 0o640. Default: as it is; a new file 0o644. */
    mode: v.optional(mode),
    /** Name or number of the user that it shall belong to. Default: as it is; of a new one whoever runs this. */
    owner: v.optional(ownerOf('user')),
    /** Name or number of its group. Default: as it is; of a new one that of its user. */
    group: v.optional(ownerOf('group')),
  },
)
export type Copy = v.InferInput<typeof options>

/**
 * A file of another host of the inventory. It goes by way of this machine, which keeps none of it: for what fits into
 * memory. The other host is asked even where `--limit` leaves it out.
 *
 * @example copy({ host: 'ca', from: '/etc/ssl/ca.crt', path: '/usr/local/share/ca-certificates/ca.crt' })
 */
export const copy = defineTask('copy', {
  options,
  title: (args) =>
    args.state === 'absent' ? `remove ${args.path}` : `copy ${args.from} of ${args.host} to ${args.path}`,
  reads: (args): CopyReads => ({
    link: pathFact(args.path),
    ...(args.state === 'absent'
      ? {}
      : { at: digestFact(args.path), there: on(args.host, contentFact(args.from)), ...ownerFacts(args) }),
  }),
  plan: (args, { link, at, there, ...owners }) => {
    if (args.state === 'absent' || at === undefined || there === undefined) return fileRemoval(args.path, link)
    const { host, from, path } = args
    if (there.type !== 'file')
      return refuse(
        `${from} of ${host} is ${there.type === 'absent' ? 'not there' : `a ${there.type === 'other' ? there.what : there.type}`}`,
        'make it there before, or name another file',
      )
    const no = cannotWrite(path, at) ?? noSuchOwner(path, args, owners)
    if (no) return no
    if (at.type === 'file' && at.sha256 === digestOf(there.content)) return attributeChanges(path, args, at)
    return [{ op: 'write', path, content: there.content, ...attributesOf(args) }]
  },
})

type CopyReads = OwnerReads & {
  readonly link: Fact<PathAnswer>
  readonly at?: Fact<DigestAnswer>
  readonly there?: Fact<ContentAnswer>
}
