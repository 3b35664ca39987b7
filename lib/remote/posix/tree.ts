import type { CommandAnswer } from '../../core/answers.ts'
import { grouped } from '../../core/grouped.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'
import { temporaryFunction } from './temporary.ts'

/** What is at a path below a folder of a host. */
export interface FoundEntry {
  readonly type: 'file' | 'directory' | 'symlink' | 'other'
  readonly mode: number
  readonly uid: string
  readonly gid: string
  readonly owner: string
  readonly group: string
  readonly sha256?: string
  readonly target?: string
}

/**
 * All that is below a folder, by a few processes whatever its size: a line for each path, then the digests, then where links
 * lead. 3: a name that has a line end in it; 4: no tool for digests.
 */
export const askTree = (path: string): string => `${comment(`all that is in ${path}`)}
[ -d ${quote(path)} ] || exit 0
cd -- ${quote(path)} || exit
LC_ALL=C; export LC_ALL
[ -z "$(find . -name '*[\\
]*' | head -n 1)" ] || exit 3
if command -v sha256sum >/dev/null 2>&1; then rb_sha=sha256sum
elif command -v openssl >/dev/null 2>&1; then rb_sha='openssl dgst -sha256 -r'
else exit 4
fi
find . -mindepth 1 -exec stat -c '%f:%u:%g:%U:%G:%n' {} +
echo =
find . -type f -exec $rb_sha {} +
echo =
find . -type l -exec sh -c 'for f; do printf "%s\\n" "$f"; readlink "$f"; done' sh {} +`

/** Reads what `askTree` prints: what is at each path, from the folder on. */
export function readTree({ output }: CommandAnswer): Map<string, FoundEntry> {
  const [listed = '', digests = '', links = ''] = output.split(/^=\n/m)
  const sums = new Map(
    [...digests.matchAll(/^([0-9a-f]{64}) [ *]\.\/(.*)$/gm)].map(([, sha256 = '', path = '']) => [path, sha256]),
  )
  const targets = new Map([...links.matchAll(/^\.\/(.*)\n(.*)$/gm)].map(([, path = '', target = '']) => [path, target]))
  return new Map(
    [...listed.matchAll(/^([0-9a-f]+):(\d*):(\d*):([^:\n]*):([^:\n]*):\.\/(.*)$/gm)].map(
      ([, bits = '', uid = '', gid = '', owner = '', group = '', path = '']) => {
        const raw = Number.parseInt(bits, 16)
        const sha256 = sums.get(path)
        const target = targets.get(path)
        const base = { type: kinds[raw >>> 12] ?? 'other', mode: raw & 0o7777, uid, gid, owner, group }
        const entry: FoundEntry = {
          ...base,
          ...(sha256 === undefined ? {} : { sha256 }),
          ...(target === undefined ? {} : { target }),
        }
        return [path, entry]
      },
    ),
  )
}

/** The answer that reads so. */
export function showTree(entries: ReadonlyMap<string, FoundEntry>): CommandAnswer {
  const all = [...entries]
  const bits = ({ type, mode }: FoundEntry) =>
    ((Number(Object.keys(kinds).find((key) => kinds[Number(key)] === type) ?? 1) << 12) | mode).toString(16)
  const lines = [
    ...all.map(([path, one]) => `${bits(one)}:${one.uid}:${one.gid}:${one.owner}:${one.group}:./${path}`),
    '=',
    ...all.flatMap(([path, { sha256 }]) => (sha256 === undefined ? [] : [`${sha256}  ./${path}`])),
    '=',
    ...all.flatMap(([path, { target }]) => (target === undefined ? [] : [`./${path}`, target])),
  ]
  return { status: 0, output: `${lines.join('\n')}\n` }
}

const kinds: Readonly<Record<number, FoundEntry['type']>> = { 8: 'file', 4: 'directory', 10: 'symlink' }

/** By what `chown` or `chmod` takes, the paths that get it. */
export type Grouped = ReadonlyMap<string, readonly string[]>

/** What is to be done below a folder; all paths from there on. */
export interface TreeChange {
  readonly path: string
  readonly title: string
  /** Stands for the contents that are sent. */
  readonly digest: string
  /** The folder itself goes, too. */
  readonly isAll?: boolean
  /** What goes, with all below it. */
  readonly remove: readonly string[]
  readonly directories: readonly string[]
  /** Files and links that have come with the script, as a tar at `$1`; they get their attributes before they are in place. */
  readonly put: readonly string[]
  readonly modesOfPut: Grouped
  readonly ownersOfPut: Grouped
  /** Of all others. */
  readonly modes: Grouped
  readonly owners: Grouped
}

/** Files are unpacked beside their places and renamed into them, those of a folder by one process. */
export function treeScript(change: TreeChange): string {
  const { path, title, digest, remove, directories, put } = change
  const at = (paths: readonly string[]) => paths.map((one) => quote(`./${one}`)).join(' ')
  const moves = [...grouped(put, folderOf)].flatMap(([folder, own]) =>
    inParts(own).map((part) => `mv -f -- ${part.map((one) => `"$t"/${quote(one)}`).join(' ')} ${quote(`./${folder}`)}`),
  )
  const attributes = (owners: Grouped, modes: Grouped) => [
    ...[...owners].flatMap(([who, all]) => inParts(all).map((part) => `chown -h ${quote(who)} -- ${at(part)}`)),
    ...[...modes].flatMap(([mode, all]) => inParts(all).map((part) => `chmod ${mode} -- ${at(part)}`)),
  ]
  const steps = [
    ...inParts(remove).map((part) => `rm -rf -- ${at(part)}`),
    ...inParts(directories).map((part) => `mkdir -- ${at(part)}`),
    ...moves,
    ...attributes(change.owners, change.modes),
    ...(change.isAll ? [`cd / && rmdir -- ${quote(path)}`] : []),
  ]
  const beforehand = attributes(change.ownersOfPut, change.modesOfPut)
  const unpack = [
    temporaryFunction,
    `rb_temp folder ${quote(path)} || exit`,
    't=$rb_t',
    'tar -xof "$1" -C "$t" || exit',
    ...(beforehand.length > 0 ? [`( cd -- "$t" && ${beforehand.join(' &&\n')} ) || exit`] : []),
  ]
  return [
    comment(title),
    ...(put.length > 0 ? [comment(`of these contents: ${digest}`), ...unpack] : []),
    `cd -- ${quote(path)} || exit`,
    steps.join(' &&\n'),
  ].join('\n')
}

/** `folderOf('a/b/c')` is `'a/b/'`. */
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** As many as one process takes. */
function inParts<One>(all: readonly One[]): (readonly One[])[] {
  const parts: (readonly One[])[] = []
  for (let from = 0; from < all.length; from += 500) parts.push(all.slice(from, from + 500))
  return parts
}
