import type { Inventory } from '../core/inventory.ts'
import type { Secret } from '../core/secret.ts'
import { type HostJournals, purgeJournals, readJournals } from '../engine/read-journals.ts'
import { type HostsOptions, onHosts } from './on-hosts.ts'

export interface JournalOptions extends HostsOptions {
  /** As whom journals are read, too. */
  readonly become?: string | true
}

export interface ReadJournals {
  readonly inventory: Inventory
  readonly chosen: ReadonlySet<string>
  readonly hosts: readonly HostJournals[]
  readonly becomePassword?: Secret
}

/** The journals on the chosen hosts of an inventory. What is purged is purged when all are read: hosts may be one machine. */
export const journalsOf = (inventoryPath: string, options: JournalOptions, purge = false): Promise<ReadJournals> =>
  onHosts(inventoryPath, options, async ({ each, ...open }) => {
    const { inventory } = open
    const as = options.become === undefined ? [] : [options.become]
    const hosts = await each((host) => readJournals(host, { as, others: othersThan(host.host.name, inventory) }))
    const read = new Set(hosts.flatMap(({ host, fault }) => (purge && fault === undefined ? [host] : [])))
    await each(async (host) => (read.has(host.host.name) ? purgeJournals(host, as) : undefined))
    return { ...open, hosts }
  })

/** All hosts of an inventory but one. */
export const othersThan = (name: string, { hosts }: Inventory): Set<string> =>
  new Set(hosts.flatMap((host) => (host.name === name ? [] : [host.name])))
