import type { Event, HostSummary, Status } from '../core/event.ts'

/** Counts steps by how they ended; a step that is heard of twice counts as what was said last. */
export function recapOf(hosts: readonly string[]) {
  const steps = new Map(hosts.map((host) => [host, new Map<string, Status>()]))
  const unreachable = new Set<string>()
  const counted = new Map<string, Counts>()
  return {
    hear(event: Event) {
      if (event.type === 'step') steps.get(event.host)?.set(event.id, event.status)
      if (event.type === 'unreachable') unreachable.add(event.host)
    },
    isUnreachable: (host: string): boolean => unreachable.has(host),
    /** Nothing more is heard of a host: what is known of its steps is only counted from here on. */
    over(host: string) {
      counted.set(host, countsOf(steps.get(host)))
      steps.delete(host)
    },
    hosts: (roundTrips: (host: string) => number): Record<string, HostSummary> =>
      Object.fromEntries(
        hosts.map((host) => {
          const counts = counted.get(host) ?? countsOf(steps.get(host))
          return [host, { ...counts, unreachable: unreachable.has(host), roundTrips: roundTrips(host) }]
        }),
      ),
  }
}

type Counts = Record<Status, number>

function countsOf(steps: ReadonlyMap<string, Status> = new Map()): Counts {
  const counts = { ok: 0, changed: 0, ran: 0, deferred: 0, skipped: 0, refused: 0, failed: 0 }
  for (const status of steps.values()) counts[status]++
  return counts
}
