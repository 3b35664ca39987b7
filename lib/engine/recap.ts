import type { Event, HostSummary, Status } from '../core/event.ts'

/**
 * Counts steps by how they ended; a step that is heard of twice counts as what was said last. One that is carried out at another host
 * counts for the host whose step it is, and is told of the other one beside.
 */
export function recapOf(hosts: readonly string[]) {
  const steps = new Map(hosts.map((host) => [host, new Map<string, Ended>()]))
  const unreachable = new Set<string>()
  const counted = new Map<string, Counts>()
  const forOthers = new Map<string, Counts>()
  const count = (host: string) => {
    const own = noSteps()
    for (const { status, elsewhere } of steps.get(host)?.values() ?? []) {
      own[status]++
      if (elsewhere === undefined) continue
      const there = forOthers.get(elsewhere) ?? noSteps()
      forOthers.set(elsewhere, there)
      there[status]++
    }
    counted.set(host, own)
    steps.delete(host)
  }
  return {
    hear(event: Event) {
      if (event.type === 'step')
        steps.get(event.host)?.set(event.id, { status: event.status, elsewhere: event.elsewhere })
      if (event.type === 'unreachable') unreachable.add(event.host)
    },
    isUnreachable: (host: string): boolean => unreachable.has(host),
    /** Nothing more is heard of a host: what is known of its steps is only counted from here on. */
    over: count,
    hosts(roundTrips: (host: string) => number): Record<string, HostSummary> {
      for (const host of [...steps.keys()]) count(host)
      return Object.fromEntries(
        hosts.map((host) => {
          const others = forOthers.get(host)
          const beside = others === undefined ? {} : { forOthers: others }
          const counts = counted.get(host) ?? noSteps()
          return [host, { ...counts, unreachable: unreachable.has(host), roundTrips: roundTrips(host), ...beside }]
        }),
      )
    },
  }
}

interface Ended {
  readonly status: Status
  readonly elsewhere: string | undefined
}

type Counts = Record<Status, number>

const noSteps = (): Counts => ({ ok: 0, changed: 0, ran: 0, deferred: 0, skipped: 0, refused: 0, failed: 0 })
