import * as assert from 'uvu/assert'
import { type LocalSpec, local } from '../../lib/core/connection.ts'
import type { Event, Status } from '../../lib/core/event.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { plan } from '../../lib/core/plan.ts'
import { play } from '../../lib/core/playbook.ts'
import { secretsIn } from '../../lib/core/secret.ts'
import { settle } from '../../lib/core/settle.ts'
import { flatten, type Resources } from '../../lib/core/task.ts'
import { planHost } from '../../lib/engine/plan-host.ts'
import { runPlays } from '../../lib/engine/run.ts'
import { openWorld } from '../../lib/engine/world.ts'
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
  const resources = flatten(given)
  const inventory = defineInventory({ hosts: { host: { connect: spec } } })
  const ended = new Map<number, { status: Status; reason: string }>()
  const emit = (event: Event) => {
    if (event.type === 'unreachable') throw new Error(event.reason)
    if (event.type === 'step') ended.set(event.index, { status: event.status, reason: event.reason ?? '' })
  }
  await runPlays({
    playbook: 'trial',
    inventory,
    plays: [play('trial', inventory.group('all'), () => resources)],
    hosts: new Set(['host']),
    secrets: secretsIn(resources.map(({ args }) => args)),
    emit,
  })
  const steps = resources.map((_, index) => ended.get(index))
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
  const resources = flatten(given)
  const inventory = defineInventory({ hosts: { host: { connect: spec } } })
  const world = openWorld(inventory, { isSecret: () => false })
  const first = await planHost(world.known('host'), resources, undefined, world)
  await world.close()
  assert.equal(
    first.steps.flatMap((step) => (step.outcome === 'refused' ? [step.refusal] : [])),
    [],
  )
  const net = settle(first.steps).map(({ resource: _, ...rest }) => rest)
  const text = JSON.stringify(net)
  assert.is(JSON.stringify(JSON.parse(text)), text, 'the plan survives JSON')
  const nobody = { identity: () => ({ user: '', group: '' }), elsewhere: () => undefined }
  const predicted = plan({ resources, state: first.state, ...nobody })
  assert.equal(
    predicted.steps.map(({ outcome }) => outcome),
    resources.map(() => 'ok'),
    'nothing is left on the predicted state',
  )
  const tried = await tryRun(resources, spec)
  assert.equal(tried.said, '', `the first run gets to the end: ${tried.said}`)
  const again = await tryRun(resources, spec)
  assert.equal(
    again.statuses,
    resources.map(() => 'ok'),
    `a second run changes nothing: ${again.said}`,
  )
  return tried
}
