import { build } from '../../lib/core/build.ts'
import type { ConnectionSpec } from '../../lib/core/connection.ts'
import type { Event, StepEvent, Summary } from '../../lib/core/event.ts'
import { defineInventory, type Inventory } from '../../lib/core/inventory.ts'
import type { Play } from '../../lib/core/playbook.ts'
import { type RunOptions, run } from '../../lib/engine/run.ts'

export interface Ran {
  readonly summary: Summary
  readonly events: readonly Event[]
  /** How the steps of a host ended at last, play by play: `changed`, or `failed: why`. */
  readonly steps: (host: string) => string[]
  readonly unreachable: readonly string[]
}

/** Runs plays on hosts of this machine and gives all that was said. */
export async function runOn(
  connections: Readonly<Record<string, ConnectionSpec>>,
  plays: (inventory: Inventory) => readonly Play[],
  options: Partial<Omit<RunOptions, 'hosts'>> & { readonly hosts?: readonly string[] } = {},
): Promise<Ran> {
  const named = Object.entries(connections).map(([name, connect]) => [name, { connect, groups: ['group'] }] as const)
  const inventory = options.inventory ?? defineInventory({ hosts: Object.fromEntries(named) })
  const events: Event[] = []
  const { hosts = inventory.hosts.map(({ name }) => name), emit, ...rest } = options
  const summary = await run({
    playbook: 'test',
    mode: 'apply',
    secrets: [],
    ...rest,
    inventory,
    plays: build(plays(inventory)),
    hosts: new Set(hosts),
    emit: (event) => {
      events.push(event)
      emit?.(event)
    },
  })
  const order: string[] = []
  const ended = new Map<string, StepEvent>()
  for (const event of events) {
    if (event.type === 'start') order.push(...event.plays.flatMap(({ hosts }) => hosts.flatMap(idsOf)))
    if (event.type === 'follow') order.splice(order.indexOf(event.after) + 1, 0, ...idsOf(event))
    if (event.type === 'step') ended.set(event.id, event)
  }
  return {
    summary,
    events,
    steps: (host) =>
      order
        .flatMap((id) => ended.get(id) ?? [])
        .filter((event) => event.host === host)
        .map(({ status, reason }) => (reason === undefined ? status : `${status}: ${reason}`)),
    unreachable: events.flatMap((event) => (event.type === 'unreachable' ? [`${event.host}: ${event.reason}`] : [])),
  }
}

const idsOf = ({ steps }: { readonly steps: readonly { readonly id: string }[] }): string[] => steps.map(({ id }) => id)
