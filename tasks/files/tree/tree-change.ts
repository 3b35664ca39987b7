import type { ArchiveEntry } from '../../../lib/core/answers.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { ancestry } from '../../../lib/core/paths.ts'
import type { FoundEntry } from '../../../lib/remote/posix/tree.ts'
import { few } from '../../support/removal.ts'

export interface WantedTree {
  readonly path: string
  readonly from: string
  readonly remove?: boolean | undefined
  readonly owner?: string | undefined
  readonly group?: string | undefined
  readonly modes?:
    | {
        readonly file?: number | undefined
        readonly directory?: number | undefined
        readonly executable?: number | undefined
      }
    | undefined
}

/** What of a folder on the host is to become different; paths from there on. */
export interface TreeDifference {
  /** Topmost paths that go. */
  readonly remove: readonly string[]
  readonly directories: readonly string[]
  /** Files and links that are sent. */
  readonly put: readonly string[]
  /** What stays, and gets another mode, or another owner. */
  readonly modes: readonly string[]
  readonly owners: readonly string[]
  /** What is there then. */
  readonly after: ReadonlyMap<string, FoundEntry>
}

type Found = ReadonlyMap<string, FoundEntry>

/** What brings a folder of the host to what is wanted. */
export function treeDifference(
  args: WantedTree,
  wanted: readonly ArchiveEntry[],
  found: Found,
  leftOut: readonly string[],
): TreeDifference | Refusal {
  const kept = new Set(leftOut.flatMap(above))
  const byPath = new Map(wanted.map((entry) => [entry.path, entry]))
  const inTheWay = wanted.flatMap(({ path, type }) => {
    const there = found.get(path)
    return there !== undefined && there.type !== type ? [path] : []
  })
  const others = args.remove ? [...found.keys()].filter((path) => !byPath.has(path) && !kept.has(path)) : []
  const lost = inTheWay.find((path) => kept.has(path))
  if (lost !== undefined)
    return refuse(
      `${args.path}/${lost} is a directory that holds what is left out by exclude`,
      'move it away, then run again',
    )
  const going = new Set([...inTheWay, ...others])
  const isGone = (path: string) => [path, ...above(path)].some((one) => going.has(one))
  const left = (path: string) => (isGone(path) ? undefined : found.get(path))
  const after = new Map([...found].filter(([path]) => !isGone(path)))
  for (const entry of wanted) after.set(entry.path, entryAfter(args, entry, left(entry.path)))
  const stays = wanted.filter((entry) => isSame(entry, left(entry.path))).map(({ path }) => path)
  const differs = (path: string, isOther: (is: FoundEntry, then: FoundEntry) => boolean) => {
    const [is, then] = [left(path), after.get(path)]
    return is !== undefined && then !== undefined && isOther(is, then)
  }
  return {
    remove: [...going].filter((path) => !above(path).some((one) => going.has(one))),
    directories: wanted.filter(({ path, type }) => type === 'directory' && !left(path)).map(({ path }) => path),
    put: wanted
      .filter((entry) => entry.type !== 'directory' && !isSame(entry, left(entry.path)))
      .map(({ path }) => path),
    modes: stays.filter((path) => differs(path, (is, then) => is.mode !== then.mode)),
    owners: stays.filter((path) => differs(path, (is, then) => !isOwnedBy(args, is) && then !== is)),
    after,
  }
}

/** What takes away what is the folder's, and nothing that anybody has changed since. */
export function treeRemoval(args: WantedTree, wanted: readonly ArchiveEntry[], found: Found): string[] | Refusal {
  if (args.remove) return [...found.keys()].filter((path) => above(path).length === 0)
  const own = wanted.filter(({ path, type }) => type !== 'directory' && found.has(path))
  const changed = own.filter((entry) => !isSame(entry, found.get(entry.path))).map(({ path }) => path)
  if (changed.length > 0)
    return refuse(
      `below ${args.path} these are no longer as ${args.from} has them: ${few(changed)}`,
      'say remove: true to take all away, or leave them out by exclude',
    )
  const going = new Set(own.map(({ path }) => path))
  const folders = new Set(wanted.flatMap(({ path, type }) => (type === 'directory' ? [path] : [])))
  const kept = [...found.keys()].filter((path) => !going.has(path) && !folders.has(path))
  const needed = new Set(kept.flatMap(above))
  const all = new Set([...going, ...[...folders].filter((path) => found.has(path) && !needed.has(path))])
  return [...all].filter((path) => !above(path).some((one) => all.has(one)))
}

/** The folders above a path, below the top. */
const above = (path: string): string[] =>
  ancestry(`/${path}`).flatMap((one) => (one === '/' || one === `/${path}` ? [] : [one.slice(1)]))

function isSame({ type, sha256, target }: ArchiveEntry, there: FoundEntry | undefined): boolean {
  if (there?.type !== type) return false
  return type === 'directory' || (type === 'file' ? there.sha256 === sha256 : there.target === target)
}

const isOwnedBy = ({ owner, group }: WantedTree, { uid, gid, ...there }: FoundEntry): boolean =>
  (owner === undefined || owner === there.owner || owner === uid) &&
  (group === undefined || group === there.group || group === gid)

function entryAfter(args: WantedTree, entry: ArchiveEntry, there: FoundEntry | undefined): FoundEntry {
  const { type, sha256, target } = entry
  const owned = there ?? { uid: '', gid: '', owner: '', group: '' }
  const user = named(args.owner, owned.uid, owned.owner)
  const group = named(args.group, owned.gid, owned.group)
  return {
    type,
    mode: modeOf(args, entry, there),
    uid: user.id,
    gid: group.id,
    owner: user.name,
    group: group.name,
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(target === undefined ? {} : { target }),
  }
}

/** A folder that is there keeps its mode, unless one is asked for: somebody may have meant it. */
function modeOf({ modes = {} }: WantedTree, { type, executable }: ArchiveEntry, there: FoundEntry | undefined): number {
  if (type === 'symlink') return 0o777
  if (type === 'directory') return modes.directory ?? there?.mode ?? 0o755
  const { file = 0o644, executable: program = file | ((file & 0o444) >> 2) } = modes
  return executable ? program : file
}

/** The number and the name of who is wanted, as far as they are known: by those of who is there. */
const named = (wanted: string | undefined, id: string, name: string): { readonly id: string; readonly name: string } =>
  wanted === undefined
    ? { id, name }
    : /^\d+$/.test(wanted)
      ? { id: wanted, name: wanted === id ? name : '' }
      : { id: wanted === name ? id : '', name: wanted }
