import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import type { Event, Status } from '../../lib/core/event.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { netEffect } from '../../lib/core/net-effect.ts'
import { plan } from '../../lib/core/plan.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { secretsIn } from '../../lib/core/secret.ts'
import { openFleet } from '../../lib/engine/fleet.ts'
import { planHost } from '../../lib/engine/plan-host.ts'
import { run } from '../../lib/engine/run.ts'
import { onePlay, planning, survivesJson } from './laws.ts'
import { testShells } from './shells.ts'

export interface Tried {
  readonly statuses: readonly (Status | undefined)[]
  /** Why, of all steps together. */
  readonly said: string
}

/** The shells of a host that also has the clients of databases. */
export const clientShells = () =>
  testShells().map(({ name, spec }) => ({ name, spec: local({ ...spec.options, env: { PATH: pathOf(spec) } }) }))

const pathOf = ({ options }: LocalSpec): string => [options.env?.PATH, process.env.PATH].filter(Boolean).join(':')

/** One run on this machine: how each step ended at last. */
export async function tryRun(given: Resources, spec: LocalSpec = local()): Promise<Tried> {
  const { plays, items } = onePlay(given, 'trial')
  const inventory = defineInventory({ hosts: { host: { connect: spec } } })
  const ended = new Map<string, { status: Status; reason: string }>()
  const emit = (event: Event) => {
    if (event.type === 'unreachable') throw new Error(event.reason)
    if (event.type === 'step') ended.set(event.id, { status: event.status, reason: event.reason ?? '' })
  }
  await run({
    playbook: 'trial',
    mode: 'apply',
    inventory,
    plays,
    hosts: new Set(['host']),
    secrets: secretsIn(items.map(({ resource }) => resource.args)),
    emit,
  })
  const steps = items.map(({ id }) => ended.get(id))
  return {
    statuses: steps.map((step) => step?.status),
    said: steps
      .map((step) => step?.reason)
      .join('\n')
      .trim(),
  }
}

/**
 * The laws, on a host that is no folder: a plan is data, planning on what it predicts plans nothing, and after a run the
 * host is so that a second one plans nothing. Gives how the first run ended.
 */
export async function tryToTheEnd(given: Resources, spec: LocalSpec = local()): Promise<Tried> {
  const { items } = onePlay(given, 'trial')
  const inventory = defineInventory({ hosts: { host: { connect: spec } } })
  const fleet = openFleet(inventory)
  const first = await planHost(planning(fleet), items)
  await fleet.close()
  assert.equal(
    first.steps.flatMap((step) => (step.outcome === 'refused' ? [step.refusal] : [])),
    [],
  )
  survivesJson(netEffect(first.operations))
  survivesJson(first.steps)
  const nobody = { privilege: () => 'login', identity: () => ({ user: '', group: '' }), elsewhere: () => undefined }
  const predicted = plan({ items, state: first.state, ...nobody })
  assert.equal(
    predicted.steps.map(({ outcome }) => outcome),
    items.map(() => 'ok'),
    'nothing is left on the predicted state',
  )
  const tried = await tryRun(given, spec)
  assert.equal(tried.said, '', `the first run gets to the end: ${tried.said}`)
  const again = await tryRun(given, spec)
  assert.equal(
    again.statuses,
    items.map(() => 'ok'),
    `a second run changes nothing: ${again.said}`,
  )
  return tried
}
