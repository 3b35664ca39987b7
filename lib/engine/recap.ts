import type { Event, HostSummary, Status } from '../core/event.ts'

/** Counts steps by how they ended; a step that is heard of twice counts as what was said last. */
export function recapOf(hosts: readonly string[]) {
  const steps = new Map(hosts.map((host) => [host, new Map<string, Status>()]))
  const unreachable = new Set<string>()
  return {
    hear(event: Event) {
      if (event.type === 'step') steps.get(event.host)?.set(event.id, event.status)
      if (event.type === 'unreachable') unreachable.add(event.host)
    },
    hosts: (roundTrips: (host: string) => number): Record<string, HostSummary> =>
      Object.fromEntries(
        hosts.map((host) => {
          const counts = { ok: 0, changed: 0, ran: 0, deferred: 0, skipped: 0, refused: 0, failed: 0 }
          for (const status of steps.get(host)?.values() ?? []) counts[status]++
          return [host, { ...counts, unreachable: unreachable.has(host), roundTrips: roundTrips(host) }]
        }),
      ),
  }
}
