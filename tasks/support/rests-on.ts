import { type CommandAnswer, commandFact, type Fact, on } from '../../lib/core/fact.ts'
import type { Host } from '../../lib/core/inventory.ts'

/** Questions whose answers are unknown as soon as a plan changes anything on these hosts. */
export const restsOn = (hosts: readonly Host[] = []): Readonly<Record<`on ${string}`, Fact<CommandAnswer>>> =>
  Object.fromEntries(hosts.map((host) => [`on ${host.name}`, on(host, commandFact(':'))]))
