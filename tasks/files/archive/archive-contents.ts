import type { ArchiveAnswer, ArchiveEntry, ListAnswer, PathAnswer } from '../../../lib/core/answers.ts'
import { type Choice, chosenEntries, clashOf, pickNothing } from '../../../lib/core/archive-entries.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import type { Planned } from '../../../lib/core/resource.ts'
import { directoryRemoval, few } from '../../support/removal.ts'

interface Wanted extends Choice {
  readonly from: string
  readonly path: string
  readonly recursive?: boolean | undefined
}

/** A folder of somebody else's is not taken for the archive's. */
export function mustBeFilledBy(args: Wanted, at: ListAnswer, entries: readonly ArchiveEntry[]): Planned {
  const names = at.type === 'directory' ? at.names : []
  const own = new Set(chosenEntries(entries, args).map(({ path }) => path.split('/')[0]))
  if (own.size === 0 || names.some((name) => own.has(name))) return []
  return refuse(
    `${args.path} holds ${few(names)}, and nothing of ${args.from}`,
    'name an empty directory, or one that is not there',
  )
}

export function cannotChoose(args: Wanted, entries: readonly ArchiveEntry[]): Refusal | undefined {
  const { from, strip = 0, include = [], exclude = [] } = args
  const left = chosenEntries(entries, { strip }).map(({ path }) => path)
  if (left.length === 0)
    return refuse(
      strip === 0 ? `${from} holds nothing` : `${from} holds nothing below ${strip} leading folders`,
      strip === 0 ? 'name another' : 'give a smaller strip',
    )
  const slips = pickNothing(include, left)
  if (slips.length > 0)
    return refuse(
      `${from} holds nothing like ${slips.join(', ')}`,
      `correct include; it holds ${few(left)}, after strip`,
    )
  const chosen = chosenEntries(entries, args)
  if (chosen.length === 0)
    return refuse(`exclude leaves out all that ${from} holds`, `exclude less than ${exclude.join(', ')}`)
  const [path, other] = clashOf(chosen.map(({ entry, path }) => ({ ...entry, path }))) ?? []
  if (path === undefined) return undefined
  return refuse(`without ${strip} leading folders, ${path} and ${other?.path} of ${from} meet`, 'give a smaller strip')
}

/** What is the archive's by name may be somebody's data by now, such as a database that it came with. */
export function archiveRemoval(args: Wanted, link: PathAnswer, at: ListAnswer, listed: ArchiveAnswer): Planned {
  const { path, from, recursive = false } = args
  if (recursive || link.type === 'symlink' || at.type !== 'directory')
    return directoryRemoval(path, link, at, recursive)
  if ('missing' in listed)
    return refuse(
      `what ${path} holds cannot be told from what was put there since: ${listed.missing}`,
      'put the archive there, or say recursive: true to remove all below it',
    )
  const own = new Set(chosenEntries(listed.entries, args).flatMap(({ path }) => upTo(path)))
  const others = at.names.filter((name) => !own.has(name))
  if (others.length > 0)
    return refuse(
      `${path} holds what ${from} did not bring: ${few(others)}`,
      'say recursive: true to remove all below it',
    )
  if (at.names.length > 0)
    return refuse(
      `${path} holds ${few(at.names)}, which may have been changed since ${from} brought it`,
      'say recursive: true to remove all below it',
    )
  return directoryRemoval(path, link, at, false)
}

/** `upTo('a/b/c')` is `['a', 'a/b', 'a/b/c']`. */
const upTo = (path: string): string[] => path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))
