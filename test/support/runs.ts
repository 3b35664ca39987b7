import type { ConnectionSpec } from '../../lib/core/connection.ts'
import type { Event, StepEvent, Summary } from '../../lib/core/event.ts'
import { defineInventory, type Inventory } from '../../lib/core/inventory.ts'
import type { Play } from '../../lib/core/playbook.ts'
import { type RunOptions, runPlays } from '../../lib/engine/run.ts'

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
  const summary = await runPlays({
    playbook: 'test',
    secrets: [],
    ...rest,
    inventory,
    plays: plays(inventory),
    hosts: new Set(hosts),
    emit: (event) => {
      events.push(event)
      emit?.(event)
    },
  })
  const ended = new Map<string, StepEvent>()
  for (const event of events) {
    if (event.type === 'step') ended.set(`${event.host}\0${event.play}\0${event.index}`, event)
  }
  const names = plays(inventory).map(({ name }) => name)
  const order = ({ play, index }: StepEvent) => names.indexOf(play) * 1000 + index
  return {
    summary,
    events,
    steps: (host) =>
      [...ended.values()]
        .sort((a, b) => order(a) - order(b))
        .filter((event) => event.host === host)
        .map(({ status, reason }) => (reason === undefined ? status : `${status}: ${reason}`)),
    unreachable: events.flatMap((event) => (event.type === 'unreachable' ? [`${event.host}: ${event.reason}`] : [])),
  }
}
