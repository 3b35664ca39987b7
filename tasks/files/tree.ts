import * as v from 'valibot'
import type { ArchiveAnswer, CommandAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { chosenEntries } from '../../lib/core/archive-entries.ts'
import { digestOf } from '../../lib/core/content.ts'
import { answeredWithin, commandFact, type Fact, folderFact, followedFact, foretell } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import { grouped } from '../../lib/core/grouped.ts'
import type { Made, Operation } from '../../lib/core/operation.ts'
import type { Planned } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { askTree, type FoundEntry, readTree, showTree, treeScript } from '../../lib/remote/posix/tree.ts'
import { noFolder } from '../support/attributes.ts'
import { noSuchOwner, type OwnerReads, ownerFacts } from '../support/owners.ts'
import { atTheRoot, few } from '../support/removal.ts'
import { hostPath, listOf, mode, objectOf, ownerOf, someOf, text, truth, wordOf } from '../support/schema.ts'
import { type TreeDifference, treeDifference, treeRemoval } from './tree/tree-change.ts'

const pattern = text('a path in the folder, with * for any part of a name and ** for any folders')

const options = v.strictObject({
  /** A folder of this machine. Links in it are sent as links. */
  from: text('the path of a folder of this machine'),
  /** The directory on the host that shall hold the same; made when it is not there. */
  path: hostPath,
  /** Only these, as paths in the folder: `*` stands for any part of a name, `**` for any folders; a folder is all that is in it. */
  include: v.optional(someOf(pattern, 'paths in the folder')),
  /** Without these, which stay as they are on the host. */
  exclude: v.optional(listOf(pattern, 'paths in the folder')),
  /** Also take away what is on the host and not in the folder. Default: it stays. */
  remove: v.optional(truth),
  /** Permission bits. Default: files 0o644, those that may be executed here 0o755, new directories 0o755. */
  modes: v.optional(
    objectOf('permission bits by kind, as in { file: 0o640 }', {
      /** Of files. */
      file: v.optional(mode),
      /** Of directories, also of those that are there. */
      directory: v.optional(mode),
      /** Of files that may be executed here. Default: as files, and executable by whoever may read. */
      executable: v.optional(mode),
    }),
  ),
  /** Name or number of the user that all of it shall belong to. Default: as it is; of what is new whoever runs this. */
  owner: v.optional(ownerOf('user')),
  /** Name or number of the group of all of it. */
  group: v.optional(ownerOf('group')),
  /** `absent`: what is the folder's shall not be there. A file that was changed since is refused. Default: `present`. */
  state: v.optional(wordOf('present', 'absent')),
})
export type Tree = v.InferInput<typeof options>

/**
 * A folder of this machine on the host. Files are compared by their SHA-256: what differs goes in one upload, and is put in
 * place by renames; what is to go is named before it does.
 *
 * @example tree({ from: 'site', path: '/srv/www', exclude: ['**'+'/*.map'], owner: 'www-data' })
 * @example tree({ from: 'conf.d', path: '/etc/app/conf.d', remove: true })
 */
export const tree = defineTask('tree', {
  options,
  title: ({ from, path, state }) =>
    state === 'absent' ? `remove what ${from} has put below ${path}` : `bring ${path} to what ${from} is`,
  reads: (args): TreeReads => ({
    at: followedFact(args.path),
    below: belowFact(args),
    local: folderFact(args.from),
    ...ownerFacts(args),
  }),
  plan: (args, { at, below, local, ...owners }) => {
    if ('missing' in local) return refuse(local.missing, local.advice ?? 'name a folder of this machine')
    const no = cannotBe(args, at, below) ?? noSuchOwner(args.path, args, owners)
    if (no) return no
    const wanted = chosenEntries(local.entries, args).map(({ entry }) => entry)
    const chosen = chosenEntries(
      [...readTree(below)].map(([path, one]) => ({ path, one })),
      args,
    )
    const found = new Map(chosen.map(({ entry: { path, one } }) => [path, one]))
    const leftOut = [...readTree(below).keys()].filter((path) => !found.has(path))
    if (args.state === 'absent') {
      const remove = at.type === 'absent' ? [] : treeRemoval(args, wanted, found)
      return isRefusal(remove) ? remove : removing(args, at, remove, readTree(below))
    }
    const change = treeDifference(args, wanted, found, leftOut)
    return isRefusal(change) ? change : bringing(args, at, change, readTree(below))
  },
})

type TreeReads = OwnerReads & {
  readonly at: Fact<PathAnswer>
  readonly below: Fact<CommandAnswer>
  readonly local: Fact<ArchiveAnswer>
}

const belowFact = ({ path }: Pick<Tree, 'path'>): Fact<CommandAnswer> =>
  answeredWithin(600, commandFact(askTree(path), [path]))

function cannotBe({ path }: Tree, at: PathAnswer, below: CommandAnswer): Refusal | undefined {
  if (at.type === 'absent') return noFolder(path, at)
  if (at.type === 'denied') return refuse(`${path} may not be looked at`, 'give become: true')
  if (at.type !== 'directory')
    return refuse(`${path} is a ${at.type === 'other' ? at.what : at.type}`, 'move it away, then run again')
  if (below.status === 3) return refuse(`a name below ${path} has a line end or a backslash in it`, 'rename that')
  if (below.status === 4) return refuse('the host has neither sha256sum nor openssl', 'install one (Debian: coreutils)')
  return below.status === 0 ? undefined : refuse(`${path} cannot be read: ${below.output.trim()}`, 'give become: true')
}

/** What was left out by name is as it was. */
const whole = (all: ReadonlyMap<string, FoundEntry>, gone: readonly string[], after: ReadonlyMap<string, FoundEntry>) =>
  new Map([...[...all].filter(([path]) => !gone.some((one) => path === one || path.startsWith(`${one}/`))), ...after])

function bringing(args: Tree, at: PathAnswer, change: TreeDifference, all: ReadonlyMap<string, FoundEntry>): Planned {
  const { path, from, owner, group } = args
  const { remove, directories, put, modes, owners, after } = change
  const top: Operation[] = at.type === 'absent' ? [{ op: 'directory', path, ...attributesOfTop(args) }] : []
  if ([remove, directories, put, modes, owners].every((list) => list.length === 0)) return top
  const chown =
    owner === undefined && group === undefined ? undefined : `${owner ?? ''}${group === undefined ? '' : `:${group}`}`
  const modeOf = (one: string) => after.get(one)?.mode.toString(8).padStart(4, '0')
  const isLink = (one: string) => after.get(one)?.type === 'symlink'
  const ownerOfPut = (one: string) => {
    const { uid = '', gid = '' } = all.get(one) ?? {}
    return chown === undefined ? (uid === '' ? undefined : `${uid}:${gid}`) : chown
  }
  const contents = put.map((one) => `${after.get(one)?.sha256 ?? after.get(one)?.target} ${one}`).join('\n')
  const script = treeScript({
    path,
    title: titleOf(change, path),
    digest: digestOf({ text: contents }) ?? '',
    remove,
    directories,
    put,
    ownersOfPut: grouped(put, ownerOfPut),
    modesOfPut: grouped(
      put.filter((one) => !isLink(one)),
      modeOf,
    ),
    owners: grouped([...directories, ...owners], () => chown),
    modes: grouped([...directories, ...modes], modeOf),
  })
  const touched = [...new Set([...directories, ...put, ...modes, ...owners])].sort()
  const makes = [
    ...remove.map((one): Made => ({ type: 'absent', path: `${path}/${one}` })),
    ...touched.flatMap((one) => madeAt(`${path}/${one}`, after.get(one))),
  ]
  const answers = [foretell(belowFact(args), showTree(whole(all, remove, after)))]
  const uploads = put.length > 0 ? { uploads: [{ file: from, tar: { only: put } }] } : {}
  return [...top, { op: 'run', script, ...uploads, undo: 'files', effects: { makes, answers } }]
}

function removing(
  args: Tree,
  at: PathAnswer,
  remove: readonly string[],
  all: ReadonlyMap<string, FoundEntry>,
): Planned {
  const { path } = args
  const left = whole(all, remove, new Map())
  if (at.type !== 'directory') return []
  const isAll = left.size === 0
  const no = isAll ? atTheRoot(path, at.real) : undefined
  if (no || (remove.length === 0 && !isAll)) return no ?? []
  const script = treeScript({
    path,
    title: `take ${remove.length} of ${path} away`,
    digest: '',
    isAll,
    remove,
    directories: [],
    put: [],
    modesOfPut: new Map(),
    ownersOfPut: new Map(),
    modes: new Map(),
    owners: new Map(),
  })
  const gone = isAll ? [path] : remove.map((one) => `${path}/${one}`)
  const makes = gone.map((one): Made => ({ type: 'absent', path: one }))
  const answers = [foretell(belowFact(args), isAll ? { status: 0, output: '' } : showTree(left))]
  return [{ op: 'run', script, undo: 'files', effects: { makes, answers } }]
}

const attributesOfTop = ({ modes, owner, group }: Tree) => ({
  ...(modes?.directory === undefined ? {} : { mode: modes.directory }),
  ...(owner === undefined ? {} : { owner }),
  ...(group === undefined ? {} : { group }),
})

function titleOf({ put, directories, remove, modes, owners }: TreeDifference, path: string): string {
  const said = [
    [put.length, 'to be put there'],
    [directories.length, 'new directories'],
    [remove.length, `to go (${few(remove)})`],
    [new Set([...modes, ...owners]).size, 'with other attributes'],
  ] as const
  return `bring ${path} up to date: ${said.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : [])).join(', ')}`
}

/** What is known of a path then. */
function madeAt(path: string, then: FoundEntry | undefined): Made[] {
  if (then === undefined) return []
  const owner = then.owner || then.uid
  const group = then.group || then.gid
  const attributes = { mode: then.mode, ...(owner === '' ? {} : { owner }), ...(group === '' ? {} : { group }) }
  if (then.type === 'file') return [{ type: 'file', path, sha256: then.sha256 ?? '', ...attributes }]
  if (then.type === 'symlink') return [{ type: 'symlink', path, target: then.target ?? '' }]
  return [{ type: 'directory', path }]
}
