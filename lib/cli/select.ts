import { type BuiltPlay, exampleFollowers, type Item } from '../core/build.ts'
import { isGiven } from '../core/given.ts'
import { matchNames } from '../core/host-pattern.ts'
import type { Inventory } from '../core/inventory.ts'
import { meant, nearest } from '../core/nearest.ts'
import { limitPattern, type Typed } from './limit-file.ts'

/** The hosts that `--limit` picks (all without it), or another word that takes a pattern; or its faults. */
export function selectHosts(
  { hosts, groups }: Inventory,
  limit: string | undefined,
  typed: Typed = { by: '--limit' },
): { readonly names: ReadonlySet<string> } | { readonly faults: string[] } {
  const all = hosts.map(({ name }) => name)
  if (limit === undefined) return { names: new Set(all) }
  const found = matchNames(limitPattern(limit, typed), all, groups)
  if (!Array.isArray(found) && 'unmatched' in found) {
    const near = nearest(found.unmatched.replace(/^[!&]/, ''), [...all, ...Object.keys(groups)])
    return {
      faults: [
        `${typed.by}: ${JSON.stringify(found.unmatched)} is no host and no group: ${meant(near, unique([...few(all), ...Object.keys(groups)]), 'the inventory has')}`,
      ],
    }
  }
  const names = new Set(found)
  return names.size > 0
    ? { names }
    : { faults: [`${typed.by} ${limit} leaves no host: the inventory has ${few(all).join(', ')}`] }
}

/** A host may be called as its group. */
const unique = (names: readonly string[]): string[] => [...new Set(names)]

/** Of hundreds of hosts a few show what their names are like. */
const few = (names: readonly string[]): readonly string[] =>
  names.length <= 12 ? names : [...names.slice(0, 4), `… (${names.length} hosts)`]

/**
 * Faults of tags that no step has; a task's own name counts as a tag of its steps. Where steps depend on what a host says,
 * and no examples tell which, nothing can be said against a tag.
 */
export function tagFaults(
  plays: readonly BuiltPlay[],
  options: { readonly tags?: readonly string[]; readonly skipTags?: readonly string[] },
): string[] {
  const known = new Set(
    plays.flatMap((play) => [
      ...(play.options.tags ?? []),
      ...play.hosts.flatMap(({ items }) => items.flatMap(tagsOf)),
    ]),
  )
  if (known.has(anyTag)) return []
  const wrong = (option: string, tags: readonly string[] = []) =>
    tags
      .filter((tag) => !known.has(tag))
      .map((tag) => `${option}: no step has the tag ${tag}: ${meant(nearest(tag, [...known]), [...known].sort())}`)
  return [...wrong('--tags', options.tags), ...wrong('--skip-tags', options.skipTags)]
}

const anyTag = '*'

function tagsOf(item: Item): string[] {
  const { resource } = item
  const own = [resource.task, ...resource.tags]
  if (!isGiven(resource)) return own
  if (resource.examples.length === 0) return [...own, anyTag]
  return [...own, ...exampleFollowers(item).flatMap(tagsOf)]
}

/** Options that leave nothing to do would look like a run that found all in order. */
export function nothingChosen(playbook: string, { limit, tags, skipTags }: Chosen): string {
  const options = [
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
    ...(tags ? [`--tags ${tags.join(',')}`] : []),
    ...(skipTags ? [`--skip-tags ${skipTags.join(',')}`] : []),
  ]
  return `${options.join(' ')} leaves no step of ${playbook}: see its hosts and steps with runbook list`
}

export interface Chosen {
  readonly limit?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly skipTags?: readonly string[] | undefined
}
