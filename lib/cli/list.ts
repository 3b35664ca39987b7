import { resolve } from 'node:path'
import { type BuiltPlay, exampleFollowers, type Item, namesIn } from '../core/build.ts'
import type { ConnectionSpec } from '../core/connection.ts'
import { UsageError } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import { masker } from '../core/mask.ts'
import { mayChoose, type Selection } from '../engine/select.ts'
import { plain, plainJson } from '../report/plain.ts'
import { readConfig } from './config.ts'
import { type ListedStep, type Listing, listingText } from './listing-text.ts'
import { loadInventory, loadPlaybook } from './load.ts'
import { prepare } from './prepare.ts'
import { standIn } from './secrets.ts'
import { selectHosts } from './select.ts'
import { shown } from './where.ts'

/** The options of `runbook list`, as commander gives them: what is chosen is chosen as by `apply`. */
export interface ListOptions {
  readonly limit?: string
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  readonly set: readonly string[]
  readonly output: 'lines' | 'json'
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
  const config = await readConfig(process.cwd())
  const inventory = await loadInventory(inventoryPath)
  const path = shown(resolve(inventoryPath))
  if (playbookName === undefined)
    return printed(inventoryListing(path, inventory, hostsOf(inventory, options)), options)
  const playbook = await loadPlaybook(playbookName, config.playbooks)
  const { plays, hosts, secrets } = await prepare({ ...options, inventory, playbook, resolve: standIn })
  const chosen = { hosts, tags: options.tags, skipTags: options.skipTags }
  const listed = { name: playbook.name, plays: plays.map((play) => playListing(play, chosen)) }
  return printed(
    { ...inventoryListing(path, inventory, hosts), playbook: listed },
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
function hostsOf(inventory: Inventory, { limit, tags, skipTags, set }: ListOptions): ReadonlySet<string> {
  const idle = [...(tags ? ['--tags'] : []), ...(skipTags ? ['--skip-tags'] : []), ...(set.length > 0 ? ['--set'] : [])]
  if (idle.length > 0)
    throw new UsageError(`${idle.join(', ')}: name a playbook, too: they choose its steps and set its variables`)
  const selected = selectHosts(inventory, limit)
  if ('names' in selected) return selected.names
  throw new UsageError(`cannot list: ${selected.faults.join('; ')}`)
}

function inventoryListing(path: string, { hosts, groups, notes }: Inventory, chosen: ReadonlySet<string>): Listing {
  const members = Object.entries(groups).map(([name, all]) => [name, all.filter((host) => chosen.has(host))] as const)
  return {
    inventory: path,
    hosts: hosts
      .filter(({ name }) => chosen.has(name))
      .map(({ name, connect, groups }) => ({ name, connection: connectionListing(connect), groups })),
    groups: Object.fromEntries(members.filter(([name, left]) => left.length > 0 || groups[name]?.length === 0)),
    notes,
  }
}

function connectionListing(connect: ConnectionSpec): Listing['hosts'][number]['connection'] {
  switch (connect.kind) {
    case 'ssh': {
      const { user, port } = connect.options
      return { kind: 'ssh', address: connect.address, user, port }
    }
    case 'local':
      return { kind: 'local' }
    case 'shell':
      return { kind: 'shell', argv: connect.argv }
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
  const { task, title } = resource
  return [
    { id, task, title, tags: [...new Set([...playTags, ...resource.tags])], ...(all.length > 0 ? { mayFollow } : {}) },
  ]
}

type PlayListing = NonNullable<Listing['playbook']>['plays'][number]
