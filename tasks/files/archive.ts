import * as v from 'valibot'
import type { ArchiveAnswer, ListAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { choiceOf } from '../../lib/core/archive-entries.ts'
import { archiveFact, type Fact, listFact, pathFact, treeFact } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import { attributesOf } from '../../lib/core/operation.ts'
import type { Planned } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { extractUpload, unpackScript } from '../../lib/remote/posix/archive.ts'
import { noSuchOwner, type OwnerReads, ownerFacts } from '../support/owners.ts'
import { hostPath, listOf, ownerOf, someOf, text, truth, whole, wordOf } from '../support/schema.ts'
import { archiveRemoval, cannotChoose, mustBeFilledBy } from './archive/archive-contents.ts'
import { placeFor } from './archive/unpack.ts'

const pattern = text('a path in the archive, with * for any part of a name and ** for any folders')

const options = v.strictObject({
  /** A zip (jar, war) or a tar on the controller; the tar plain or compressed by gzip, xz, bzip2 or zstd. */
  from: text('the path of an archive of this machine'),
  /**
   * The directory that shall hold what was packed; an empty one that is there is filled. One that holds anything of the
   * archive is taken for unpacked: unpacking is all or nothing.
   */
  path: hostPath,
  /** Leading path segments to leave out. Default: 0. */
  strip: v.optional(whole('a number of path segments', 0, 100)),
  /** Only these, as paths below `path`: `*` stands for any part of a name, `**` for any folders; a folder is all that is in it. */
  include: v.optional(someOf(pattern, 'paths in the archive')),
  /** Without these. */
  exclude: v.optional(listOf(pattern, 'paths in the archive')),
  /** Name or number of the user that all of it shall belong to. Default: whoever runs this. */
  owner: v.optional(ownerOf('user')),
  /** Name of the group of all of it. Default: that of its user. */
  group: v.optional(ownerOf('group')),
  /** `absent`: the directory shall not be there. One that is not empty is refused. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
  /** With `state: 'absent'`: also all that is in it. */
  recursive: v.optional(truth),
})
export type Archive = v.InferInput<typeof options>

/**
 * An unpacked archive. It travels as a plain tar, which every host can unpack; its entries count as predicted, so that a
 * dry run on a bare host can edit files that are still inside it.
 *
 * @example archive({ from: 'wso2is-5.4.1.zip', path: '/opt/wso2is-5.4.1', strip: 1 })
 * @example archive({ from: 'site.tar.xz', path: '/srv/site', exclude: ['**'+'/*.map'], owner: 'www-data' })
 */
export const archive = defineTask('archive', {
  options,
  title: ({ path, from, state }) => (state === 'absent' ? `remove ${path}` : `unpack ${from} to ${path}`),
  reads: (args): ArchiveReads => ({
    link: pathFact(args.path),
    at: args.state === 'absent' ? treeFact(args.path) : listFact(args.path),
    listed: archiveFact(args.from),
    ...ownerFacts(args),
  }),
  plan: (args, { link, at, listed, ...owners }) =>
    args.state === 'absent'
      ? archiveRemoval(args, link, at, listed)
      : unpacked(args, link, at, listed, noSuchOwner(args.path, args, owners)),
})

interface ArchiveReads extends OwnerReads {
  readonly link: Fact<PathAnswer>
  readonly at: Fact<ListAnswer>
  readonly listed: Fact<ArchiveAnswer>
}

function unpacked(
  args: Archive,
  link: PathAnswer,
  at: ListAnswer,
  listed: ArchiveAnswer,
  nobody: Refusal | undefined,
): Planned {
  const { from, path, owner, group } = args
  const choice = choiceOf(args)
  const place = placeFor(path, link, at)
  if (isRefusal(place)) return place
  if (place === 'filled') return 'entries' in listed ? mustBeFilledBy(args, at, listed.entries) : []
  if ('missing' in listed) return refuse(listed.missing, listed.advice ?? 'put the archive there, or name another')
  const no = cannotChoose(args, listed.entries) ?? nobody
  if (no) return no
  return [
    {
      op: 'run',
      script: unpackScript(path, place, extractUpload({ owner, group })),
      uploads: [{ file: from, tar: choice }],
      undo: 'files',
      effects: { unpacks: { archive: { file: from }, path, ...choice, ...attributesOf({ owner, group }) } },
    },
  ]
}
