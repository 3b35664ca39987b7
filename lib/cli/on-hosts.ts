import { throwFaults, UsageError } from '../core/failure.ts'
import type { Inventory } from '../core/inventory.ts'
import { type Secret, secretsIn } from '../core/secret.ts'
import { openFleet } from '../engine/fleet.ts'
import type { HostFault } from '../engine/host-fault.ts'
import type { HostState } from '../engine/host-state.ts'
import { plain } from '../report/plain.ts'
import { readConfig, usualForks } from './config.ts'
import { printed } from './fault.ts'
import { onInterrupt } from './interrupt.ts'
import { loadInventory } from './load.ts'
import { becomePasswordOf, resolverOf, type SecretOptions } from './run-secrets.ts'
import { selectHosts } from './select.ts'
import { severally } from './severally.ts'
import { trustOf } from './trust.ts'

export interface HostsOptions extends SecretOptions {
  readonly limit?: string
  /** By what word the user has given it. Default: `--limit`. */
  readonly limitWord?: string
  readonly forks?: number
  readonly verbose: boolean
  readonly trustFolder?: readonly string[]
}

/** The chosen hosts of an inventory, which can be asked. */
export interface OpenHosts {
  readonly inventory: Inventory
  readonly chosen: ReadonlySet<string>
  readonly becomePassword?: Secret
  /** Does a piece of work with each of them, several at a time; what came of it, in their order. */
  each<Found>(work: (host: HostState) => Promise<Found>): Promise<Found[]>
}

/**
 * Opens the chosen hosts for work that no playbook describes, and closes them after it. Secrets that nobody needs to get
 * there are not asked for.
 */
export async function onHosts<Found>(
  inventoryPath: string,
  options: HostsOptions,
  work: (hosts: OpenHosts) => Promise<Found>,
): Promise<Found> {
  const { limit, forks } = options
  const trust = trustOf(options.trustFolder)
  const config = await readConfig(process.cwd(), trust)
  const inventory = await loadInventory(inventoryPath)
  const selected = selectHosts(inventory, limit, { by: options.limitWord ?? '--limit', inventory: inventoryPath })
  if ('faults' in selected) throw new UsageError(`cannot start: ${selected.faults.join('; ')}`)
  const chosen = inventory.hosts.filter(({ name }) => selected.names.has(name))
  const needed = chosen.flatMap((host) => secretsIn([host.connect, host.become]))
  throwFaults('cannot start', await resolverOf(config, trust, options)(needed, false))
  const asked = await becomePasswordOf(options)
  const interrupt = onInterrupt({
    say: (text) => void printed(process.stderr).write(`${text}\n`),
    beforeExit: () => {},
  })
  const fleet = openFleet(inventory, { signal: interrupt.signal, leave: interrupt.leave, ...asked })
  const atOnce = forks ?? config.forks ?? usualForks
  const each: OpenHosts['each'] = (one) =>
    severally(
      chosen.map(({ name }) => fleet.hostState(name)),
      atOnce,
      one,
    )
  try {
    return await work({ ...asked, inventory, chosen: selected.names, each })
  } finally {
    interrupt.stop()
    await fleet.close()
  }
}

/** Says which hosts were not asked, and gives the exit status of that: 3 where one is unreachable, else 4, or 0. */
export function faultsTold(hosts: readonly { readonly host: string; readonly fault?: HostFault }[]): number {
  for (const { host, fault } of hosts)
    if (fault) printed(process.stderr).write(`${plain(`runbook: ${host} | ${fault.status} | ${fault.reason}`)}\n`)
  if (hosts.some(({ fault }) => fault?.status === 'unreachable')) return 3
  return hosts.some(({ fault }) => fault?.status === 'refused') ? 4 : 0
}
