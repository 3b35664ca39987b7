import { type Event, isFault } from '../core/event.ts'

/** What did not get through first, and why. */
export interface Fault {
  readonly play: string
  readonly host: string
  /** `failed`, `refused` or `unreachable`. */
  readonly status: string
  /** Of the step. */
  readonly title?: string
  readonly reason: string
}

/** Lines that a reader still has before the eyes. */
const inSight = 20

/** Hears a run, and gives its first fault again where that has scrolled away from its end. */
export function firstFault() {
  let fault: Fault | undefined
  let hosts = 0
  return {
    hear(event: Event): void {
      if (event.type === 'start') {
        fault = undefined
        hosts = new Set(event.plays.flatMap((play) => play.hosts.map(({ name }) => name))).size
      } else if (event.type === 'unreachable') fault ??= { ...event, status: 'unreachable' }
      else if (event.type === 'step' && isFault(event.status)) fault ??= { reason: event.status, ...event }
    },
    again: (printed: number): Fault | undefined => (hosts > 1 || printed > inSight ? fault : undefined),
  }
}
