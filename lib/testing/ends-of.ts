import type { BuiltPlay } from '../core/build.ts'
import type { ConnectionSpec } from '../core/connection.ts'
import type { Event, Status } from '../core/event.ts'
import { secretsIn } from '../core/secret.ts'
import { run } from '../engine/run.ts'
import { inventoryOn, survivesJson } from './laws.ts'

/** How the steps of a run ended at last, in their order, and the reasons that were given. */
export interface Ended {
  readonly statuses: readonly (Status | undefined)[]
  readonly reasons: readonly string[]
}

/** One run of plays on one host, by the engine, as `runbook apply` has it. */
export async function endsOf(connect: ConnectionSpec, plays: readonly BuiltPlay[]): Promise<Ended> {
  const order: string[] = []
  const ended = new Map<string, { status: Status; reason: string }>()
  const emit = (event: Event) => {
    survivesJson(event)
    if (event.type === 'unreachable') throw new Error(event.reason)
    if (event.type === 'start') order.push(...idsOf(event.plays.flatMap(({ hosts }) => hosts)))
    if (event.type === 'follow') order.splice(order.indexOf(event.after) + 1, 0, ...idsOf([event]))
    if (event.type === 'step') ended.set(event.id, { status: event.status, reason: event.reason ?? '' })
  }
  const items = plays.flatMap(({ hosts }) => hosts.flatMap((one) => one.items))
  await run({
    playbook: 'situation',
    mode: 'apply',
    inventory: inventoryOn(connect),
    plays,
    hosts: new Set(['host']),
    secrets: secretsIn(items.map(({ resource }) => resource.args)),
    diffs: true,
    emit,
  })
  const steps = order.map((id) => ended.get(id))
  return { statuses: steps.map((step) => step?.status), reasons: steps.map((step) => step?.reason ?? '') }
}

const idsOf = (outlines: readonly { readonly steps: readonly { readonly id: string }[] }[]): string[] =>
  outlines.flatMap(({ steps }) => steps.map(({ id }) => id))
