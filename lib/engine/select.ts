import { type BuiltPlay, exampleFollowers, type Item } from '../core/build.ts'
import { isGiven } from '../core/given.ts'
import type { Ahead } from './host-run.ts'

/** What of the built plays is to be done. */
export interface Selection {
  /** Names of the hosts to act on. */
  readonly hosts: ReadonlySet<string>
  readonly tags?: readonly string[] | undefined
  readonly skipTags?: readonly string[] | undefined
  /** Ids of steps that stand before the one with which the run begins. */
  readonly before?: ReadonlySet<string> | undefined
}

/** The plays with the chosen hosts alone. */
export const selectHosts = (plays: readonly BuiltPlay[], { hosts }: Selection): BuiltPlay[] =>
  plays.map((play) => ({ ...play, hosts: play.hosts.filter(({ host }) => hosts.has(host)) }))

/** What a host has to do in some plays, of what was chosen. */
export const itemsAhead = (plays: readonly BuiltPlay[], host: string, selection: Selection): Ahead[] =>
  plays.flatMap(({ hosts, options: { tags, become } }) =>
    hosts
      .filter((one) => one.host === host)
      .flatMap(({ items }) => items.filter((item) => matchesTags(item, tags, selection)))
      .map((item) => ({ item, become })),
  )

/**
 * Whether `--tags` and `--skip-tags` let something through. A task's own name counts as one of its tags. What depends on a
 * host's answers is let through for what may follow from them.
 */
export function matchesTags(
  { id, resource }: Pick<Item, 'id' | 'resource'>,
  playTags: readonly string[] = [],
  { tags, skipTags, before }: Omit<Selection, 'hosts'>,
): boolean {
  if (before?.has(id)) return false
  if (skipTags !== undefined && hasTag(resource, playTags, skipTags)) return false
  return tags === undefined || isGiven(resource) || hasTag(resource, playTags, tags)
}

/** Whether what depends on a host's answers was let through only for what may follow from them. */
export const isOnlyAsker = (
  resource: Item['resource'],
  playTags: readonly string[] = [],
  { tags }: Pick<Selection, 'tags'>,
): boolean => tags !== undefined && isGiven(resource) && !hasTag(resource, playTags, tags)

/** The same as far as examples of answers tell: whether it, or anything that may follow from it, is chosen. */
export function mayChoose(item: Item, playTags: readonly string[] = [], selection: Omit<Selection, 'hosts'>): boolean {
  if (!matchesTags(item, playTags, selection)) return false
  const followers = exampleFollowers(item)
  return (
    followers.length === 0 ||
    !isOnlyAsker(item.resource, playTags, selection) ||
    followers.some((one) => mayChoose(one, playTags, selection))
  )
}

const hasTag = ({ task, tags: own }: Item['resource'], playTags: readonly string[], tags: readonly string[]): boolean =>
  [task, ...own, ...playTags].some((tag) => tags.includes(tag))
