import { resolve } from 'node:path'
import { type BuiltPlay, exampleFollowers, type Item, namesIn } from '../core/build.ts'
import { listedConnection } from '../core/connection.ts'
import { UsageError } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import { masker } from '../core/mask.ts'
import { mayChoose, type Selection } from '../engine/select.ts'
import { plain, plainJson } from '../report/plain.ts'
import { readConfig } from './config.ts'
import { listedVars } from './listed-vars.ts'
import { type ListedStep, type Listing, listingText } from './listing-text.ts'
import { loadInventory, loadPlaybook } from './load.ts'
import { prepare } from './prepare.ts'
import { standIn } from './secrets.ts'
import { selectHosts } from './select.ts'
import { trustOf } from './trust.ts'
import { shown } from './where.ts'

/** The options of `runbook list`, as commander gives them: what is chosen is chosen as by `apply`. */
export interface ListOptions {
  readonly limit?: string
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly set: readonly string[]
  readonly output: 'lines' | 'json'
  /** List the variables of each host, and who gives them. */
  readonly vars?: boolean
  readonly trustFolder?: readonly string[]
}

/**
 * What `runbook list` prints: the hosts and groups of an inventory and, with a playbook, its plays and steps, as far as the
 * options choose them. Touches no host and reads no secret.
 */
export async function list(
  inventoryPath: string,
  playbookName: string | undefined,
  options: ListOptions,
): Promise<string> {
  const trust = trustOf(options.trustFolder)
  const config = await readConfig(process.cwd(), trust)
  const inventory = await loadInventory(inventoryPath)
  const path = shown(resolve(inventoryPath))
  if (playbookName === undefined)
    return printed(inventoryListing(path, inventory, hostsOf(inventory, inventoryPath, options), options), options)
  const { playbook, notes } = await loadPlaybook(playbookName, { ...config, trust })
  const {
    plays,
    hosts,
    secrets,
    inventory: made,
  } = await prepare({ ...options, inventory, inventoryFile: inventoryPath, playbook, resolve: standIn })
  const chosen = { hosts, tags: options.tags, skipTags: options.skipTags }
  const listed = { name: playbook.name, plays: plays.map((play) => playListing(play, chosen)) }
  const listing = inventoryListing(path, made, hosts, options, Object.keys(playbook.prompts ?? {}))
  return printed(
    { ...listing, notes: [...notes, ...listing.notes], playbook: listed },
    options,
    masker(secrets, namesIn(plays)),
  )
}

function printed(listing: Listing, { output }: ListOptions, mask = (text: string) => text): string {
  const masked = (_: string, value: unknown) => (typeof value === 'string' ? mask(value) : value)
  return output === 'json'
    ? `${plainJson(JSON.stringify(listing, masked, 2))}\n`
    : plain(listingText(JSON.parse(JSON.stringify(listing), masked)))
}

/** The chosen hosts of an inventory; the other options are about a playbook. */
function hostsOf(inventory: Inventory, file: string, { limit, tags, skipTags, set }: ListOptions): ReadonlySet<string> {
  const idle = [...(tags ? ['--tags'] : []), ...(skipTags ? ['--skip-tags'] : []), ...(set.length > 0 ? ['--set'] : [])]
  if (idle.length > 0)
    throw new UsageError(`${idle.join(', ')}: name a playbook, too: they choose its steps and set its variables`)
  const selected = selectHosts(inventory, limit, { by: '--limit', inventory: file })
  if ('names' in selected) return selected.names
  throw new UsageError(`cannot list: ${selected.faults.join('; ')}`)
}

function inventoryListing(
  path: string,
  inventory: Inventory,
  chosen: ReadonlySet<string>,
  { vars = false, set }: Pick<ListOptions, 'vars' | 'set'>,
  prompts: readonly string[] = [],
): Listing {
  const { hosts, groups, notes } = inventory
  const members = Object.entries(groups).map(([name, all]) => [name, all.filter((host) => chosen.has(host))] as const)
  return {
    inventory: path,
    hosts: hosts
      .filter(({ name }) => chosen.has(name))
      .map((host) => ({
        name: host.name,
        connection: listedConnection(host.connect),
        groups: host.groups,
        ...(vars ? { vars: listedVars(host, inventory, set, prompts) } : {}),
      })),
    groups: Object.fromEntries(members.filter(([name, left]) => left.length > 0 || groups[name]?.length === 0)),
    notes,
  }
}

function playListing({ name, options, hosts }: BuiltPlay, chosen: Selection): PlayListing {
  const { serial, tags = [] } = options
  return {
    name,
    serial,
    hosts: hosts
      .filter(({ host }) => chosen.hosts.has(host))
      .map(({ host, items }) => ({
        name: host,
        steps: items.flatMap((item) => stepListing(item, tags, chosen)),
      })),
  }
}

/** A step, with what may follow from a host's answers as far as examples tell; none where nothing of it is chosen. */
function stepListing(item: Item, playTags: readonly string[], chosen: Selection): ListedStep[] {
  const { id, resource } = item
  if (!mayChoose(item, playTags, chosen)) return []
  const all = exampleFollowers(item)
  const once = all.filter((one, at) => all.findIndex((other) => other.id === one.id) === at)
  const mayFollow = once.flatMap((one) => stepListing(one, playTags, chosen))
  const { task, title, attempts } = resource
  const part = attempts?.at(-1)?.list
  const of = part === undefined || part === 'try' ? {} : { list: part }
  return [
    {
      id,
      task,
      title,
      tags: [...new Set([...playTags, ...resource.tags])],
      ...of,
      ...(all.length > 0 ? { mayFollow } : {}),
    },
  ]
}

type PlayListing = NonNullable<Listing['playbook']>['plays'][number]
