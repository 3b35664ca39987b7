import { isCheck } from '../core/check.ts'
import type { Event } from '../core/event.ts'
import { isRefusal, sentence } from '../core/failure.ts'
import type { Host } from '../core/inventory.ts'
import type { Operation } from '../core/operation.ts'
import type { Play } from '../core/playbook.ts'
import type { Resource } from '../core/task.ts'

/**
 * The same plays, whose resources plan nothing: what each would have planned, refused or found is kept aside and told when
 * its step ends. So no check stops those after it, and none can change a host.
 */
export function observe(plays: readonly Play[]) {
  const kept = new Map<string, Seen>()
  const keyOf = (play: string, host: string, index: number) => JSON.stringify([play, host, index])
  const watched = (resource: Resource, key: string): Resource => ({
    ...resource,
    plan: (answers) => {
      kept.set(key, judge(resource, answers))
      return []
    },
  })
  return {
    plays: plays.map(
      (play): Play => ({
        ...play,
        resources: (host: Host) =>
          play.resources(host).map((resource, index) => watched(resource, keyOf(play.name, host.name, index))),
      }),
    ),
    seen(event: Event): Event {
      if (event.type === 'start') return { ...event, dryRun: false }
      if (event.type !== 'step') return event
      if (event.status === 'refused') return { ...event, status: 'failed' }
      const seen = kept.get(keyOf(event.play, event.host, event.index))
      if (event.status !== 'ok' || seen === undefined) return event
      if ('fault' in seen) return { ...event, status: 'failed', reason: seen.fault }
      return seen.found === undefined ? event : { ...event, reason: seen.found }
    },
  }
}

type Seen = { readonly fault: string } | { readonly found?: string }

function judge(resource: Resource, answers: Readonly<Record<string, unknown>>): Seen {
  const planned = resource.plan(answers)
  if (isRefusal(planned)) return { fault: sentence(planned) }
  if (planned.length > 0) return { fault: `not as described: ${planned.map(words).join(', ')} would make it so` }
  return isCheck(resource) ? { found: resource.found(answers) } : {}
}

function words(operation: Operation): string {
  switch (operation.op) {
    case 'move':
      return `moving ${operation.from} to ${operation.to}`
    case 'run':
      return `running ${operation.script.split('\n')[0]}`
    default:
      return `${operation.op} ${operation.path}`
  }
}
