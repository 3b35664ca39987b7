import type { BuiltPlay, Item } from '../core/build.ts'
import { kindOf, type Place, throwFaults, UsageError } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import { meant, nearest } from '../core/nearest.ts'
import type { Playbook } from '../core/playbook.ts'
import { type Secret, secretsIn } from '../core/secret.ts'
import { secretsOf } from '../core/secrets-of.ts'
import { mayChoose } from '../engine/select.ts'
import { buildPlays } from './build-plays.ts'
import { type Ask, nobody, withPrompts } from './prompts.ts'
import type { ResolveSecrets } from './secrets.ts'
import { nothingChosen, selectHosts, tagFaults } from './select.ts'
import { parseSettings } from './set.ts'
import { stepsBefore } from './start-at.ts'
import { checkVariables } from './variables.ts'
import { inUserCode } from './where.ts'

export interface Wanted {
  readonly inventory: Inventory
  /** The file that it is of. */
  readonly inventoryFile?: string
  readonly playbook: Playbook
  readonly set?: readonly string[]
  readonly limit?: string
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly startAt?: string
  /** Who is asked for what the playbook has prompts for. Default: nobody, and `--set` has to give it. */
  readonly ask?: Ask
  /** Gives secrets their values and says which have none. */
  readonly resolve: ResolveSecrets
  /** Says which files of this machine are not there. Default: nobody asks. */
  readonly missing?: (resources: readonly Item['resource'][]) => Promise<readonly string[]>
}

export interface Prepared {
  readonly inventory: Inventory
  /** As it is without `--set`. */
  readonly unset: Inventory
  readonly plays: readonly BuiltPlay[]
  readonly hosts: ReadonlySet<string>
  readonly secrets: readonly Secret[]
  /** Ids of steps that stand before the one with which the run begins. */
  readonly before?: ReadonlySet<string>
  /** Where the call stands that made something. */
  placeOf(item: Item): Place | undefined
}

/** Checks all that can be checked before a host is touched. Throws a UsageError with all faults of a stage at once. */
export async function prepare({ playbook, ...wanted }: Wanted): Promise<Prepared> {
  const settings = await withPrompts(parseSettings(wanted.set ?? []), playbook, wanted.inventory, wanted.ask ?? nobody)
  const checked = await checkVariables(wanted.inventory, playbook, settings)
  const selected = selectHosts(wanted.inventory, wanted.limit, { by: '--limit', inventory: wanted.inventoryFile })
  const given = [...secretsIn(wanted.inventory.vars), ...wanted.inventory.hosts.flatMap((host) => secretsIn(host))]
  const faults = [...faultsOf(checked), ...faultsOf(selected)]
  if (faults.length > 0) throwFaults('cannot start', [...faults, ...(await wanted.resolve(unique(given), true))])
  if ('faults' in checked || 'faults' in selected) throw new Error('faults were not thrown')

  const { inventory } = checked
  throwFaults(
    `the inventory does not fit the playbook ${playbook.name}`,
    await inUserCode(undefined, () => checkOf(playbook, inventory)),
  )
  const built = await inUserCode(undefined, () => buildPlays(playbook, inventory, wanted))
  const { resources, placeOf } = built
  const plays = built.plays.map((play) => onceOf(play, selected.names))
  const secrets = unique([
    ...given,
    ...secretsIn(inventory.vars),
    ...secretsIn(inventory.hosts),
    ...inResources(plays, resources),
  ])
  const before = wanted.startAt === undefined ? undefined : stepsBefore(plays, wanted.startAt)
  const others = [
    ...faultsOf(before ?? {}),
    ...systemFaults(plays, inventory, selected.names),
    ...placeFaults(resources, inventory),
    ...idleFaults(playbook, plays, inventory, selected.names, wanted),
    ...tagFaults(plays, wanted),
  ]
  const missing = (await wanted.missing?.(resources)) ?? []
  // Nobody is asked for a secret of a run that cannot start.
  const unresolved = await wanted.resolve(secrets, others.length + missing.length > 0)
  throwFaults('cannot start', [...others, ...unresolved, ...missing])
  const unset = wanted.inventory
  return {
    inventory,
    unset,
    plays,
    hosts: selected.names,
    secrets,
    placeOf,
    ...(before instanceof Set ? { before } : {}),
  }
}

/** What is to be done once for all, is done on the first of the hosts that are chosen. */
const onceOf = (play: BuiltPlay, selected: ReadonlySet<string>): BuiltPlay =>
  play.options.runOnce ? { ...play, hosts: play.hosts.filter(({ host }) => selected.has(host)).slice(0, 1) } : play

function checkOf({ name, check, place }: Playbook, inventory: Inventory): readonly string[] {
  const faults = check?.(inventory) ?? []
  if (Array.isArray(faults)) return faults
  throw new UsageError(`playbook ${name}: its check gives ${kindOf(faults)}: return a list of faults, or []`, { place })
}

/**
 * A run that has nothing at all to do would look like one that found all in order. A mistyped group has no hosts, and
 * options may leave none of the steps.
 */
function idleFaults(
  { name }: Playbook,
  plays: readonly BuiltPlay[],
  { groups }: Inventory,
  selected: ReadonlySet<string>,
  { limit, tags, skipTags }: Pick<Wanted, 'limit' | 'tags' | 'skipTags'>,
): string[] {
  if (plays.length > 0 && plays.every(({ hosts }) => hosts.length === 0)) {
    return [
      `no play of ${name} has a host: ${meant(undefined, Object.keys(groups), 'the groups of the inventory are')}`,
    ]
  }
  const steps = plays.flatMap(({ options, hosts }) =>
    hosts.flatMap(({ host, items }) => items.map((item) => ({ host, item, tags: options.tags }))),
  )
  if (steps.length === 0) return [`no play of ${name} has a step for any host: see what its variables leave out`]
  if (steps.some(({ host, item, tags: more }) => selected.has(host) && mayChoose(item, more, { tags, skipTags })))
    return []
  return [nothingChosen(name, { limit, tags, skipTags })]
}

/** Only one dialect is spoken so far: a host of another is not even connected to. */
function systemFaults(plays: readonly BuiltPlay[], { hosts }: Inventory, selected: ReadonlySet<string>): string[] {
  const used = new Set(plays.flatMap((play) => play.hosts.map(({ host }) => host)))
  return hosts
    .filter(({ name, system }) => system === 'windows' && used.has(name) && selected.has(name))
    .map(
      ({ name }) =>
        `hosts.${name} is a Windows host, by its system, and runbook speaks to POSIX shells alone: leave it out by --limit, or out of the inventory`,
    )
}

/** Hosts at which something is to be carried out that there are not. */
function placeFaults(resources: readonly Item['resource'][], { hosts }: Inventory): string[] {
  const names = hosts.map(({ name }) => name)
  const wanted = new Set(resources.flatMap((one) => one.at ?? []))
  return [...wanted].flatMap((name) => {
    if (!names.includes(name))
      return [`at('${name}', …): no such host in the inventory: ${meant(nearest(name, names), names, 'it has')}`]
    const isWindows = hosts.some((host) => host.name === name && host.system === 'windows')
    return isWindows ? [`at('${name}', …): it is a Windows host, and runbook speaks to POSIX shells alone`] : []
  })
}

const faultsOf = (result: object): readonly string[] =>
  'faults' in result && Array.isArray(result.faults) ? result.faults : []

const unique = (secrets: readonly Secret[]): Secret[] => [...new Set(secrets)]

const inResources = (plays: readonly BuiltPlay[], resources: readonly Item['resource'][]): Secret[] => [
  ...plays.flatMap(({ options }) => secretsIn(options)),
  ...resources.flatMap(secretsOf),
]
