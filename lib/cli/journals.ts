import { throwFaults, UsageError } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import { type Secret, secretsIn } from '../core/secret.ts'
import { openFleet } from '../engine/fleet.ts'
import { type HostJournals, purgeJournals, readJournals } from '../engine/read-journals.ts'
import { readConfig } from './config.ts'
import { onInterrupt } from './interrupt.ts'
import { loadInventory } from './load.ts'
import { becomePasswordOf, resolverOf, type SecretOptions } from './run-secrets.ts'
import { selectHosts } from './select.ts'
import { trustOf } from './trust.ts'

export interface JournalOptions extends SecretOptions {
  readonly limit?: string
  readonly forks?: number
  /** As whom journals are read, too. */
  readonly become?: string | true
  readonly verbose: boolean
  readonly trustFolder?: readonly string[]
}

export interface ReadJournals {
  readonly inventory: Inventory
  readonly chosen: ReadonlySet<string>
  readonly hosts: readonly HostJournals[]
  readonly becomePassword?: Secret
}

/** The journals on the chosen hosts of an inventory. Secrets that nobody needs to get there are not asked for. */
export async function journalsOf(inventoryPath: string, options: JournalOptions, purge = false): Promise<ReadJournals> {
  const { limit, forks = 10, become } = options
  const trust = trustOf(options.trustFolder)
  const config = await readConfig(process.cwd(), trust)
  const inventory = await loadInventory(inventoryPath)
  const selected = selectHosts(inventory, limit)
  if ('faults' in selected) throw new UsageError(`cannot start: ${selected.faults.join('; ')}`)
  const chosen = inventory.hosts.filter(({ name }) => selected.names.has(name))
  const needed = chosen.flatMap((host) => secretsIn([host.connect, host.become]))
  throwFaults('cannot start', await resolverOf(config, trust, options)(needed, false))
  const asked = await becomePasswordOf(options)
  const interrupt = onInterrupt({ say: (text) => void process.stderr.write(`${text}\n`), beforeExit: () => {} })
  const as = become === undefined ? [] : [become]
  const fleet = openFleet(inventory, { signal: interrupt.signal, leave: interrupt.leave, ...asked })
  const found = new Map<string, HostJournals>()
  try {
    await severally(chosen, forks, async ({ name }) => {
      found.set(name, await readJournals(fleet.hostState(name), { as, others: othersThan(name, inventory) }))
    })
    const read = chosen.filter(({ name }) => purge && found.get(name)?.fault === undefined)
    await severally(read, forks, ({ name }) => purgeJournals(fleet.hostState(name), as))
  } finally {
    interrupt.stop()
    await fleet.close()
  }
  return { ...asked, inventory, chosen: selected.names, hosts: chosen.flatMap(({ name }) => found.get(name) ?? []) }
}

async function severally<One>(all: readonly One[], atOnce: number, work: (one: One) => Promise<void>): Promise<void> {
  const queue = [...all]
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** All hosts of an inventory but one. */
export const othersThan = (name: string, { hosts }: Inventory): Set<string> =>
  new Set(hosts.flatMap((host) => (host.name === name ? [] : [host.name])))
