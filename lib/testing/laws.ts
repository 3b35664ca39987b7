import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { build, type Item } from '../core/build.ts'
import type { ConnectionSpec } from '../core/connection.ts'
import { bytesOf } from '../core/content.ts'
import { factsOf } from '../core/fact.ts'
import { sentence } from '../core/failure.ts'
import { defineInventory } from '../core/inventory.ts'
import { netEffect } from '../core/net-effect.ts'
import { touchedBy } from '../core/operation.ts'
import { isAtOrBelow } from '../core/paths.ts'
import { type Plan, plan } from '../core/plan.ts'
import { play } from '../core/playbook.ts'
import type { Identity } from '../core/predict.ts'
import { pathsOf } from '../core/question.ts'
import type { Resource, Resources } from '../core/resource.ts'
import { isResolved, type Secret } from '../core/secret.ts'
import { type Node, nodeAt } from '../core/state.ts'
import { openFleet } from '../engine/fleet.ts'
import { planHost } from '../engine/plan-host.ts'

/** A plan, and who would act on it. */
export type PlannedAs = Plan & { readonly who: Identity }

/** An inventory of one host. */
export const inventoryOn = (connect: ConnectionSpec) => defineInventory({ hosts: { host: { connect } } })

/** Resources as the one play of the one host of an inventory. */
export function onePlay(resources: Resources, name = 'situation') {
  const { hosts } = defineInventory({ hosts: { host: { connect: { kind: 'local', options: {} } } } })
  const plays = build([play(name, hosts, () => resources)])
  return { plays, items: plays.flatMap((one) => one.hosts.flatMap(({ items }) => items)) }
}

/** Plans resources on a host that is at hand. */
export const planning = (fleet: ReturnType<typeof openFleet>) => ({
  play: { options: {} },
  hostState: fleet.hostState('host'),
  fleet,
})

/** A situation asks nobody for a secret. */
export function readable(secrets: readonly Secret[]): void {
  for (const { name } of secrets.filter((one) => !isResolved(one)))
    throw new Error(
      `secret ${name} has no value here: give it one in the test, as in secret('${name}', { value: '…' })`,
    )
}

/** Round trip: a plan is a document, of which JSON drops nothing. */
export function survivesJson(value: unknown): void {
  assert.deepEqual(JSON.parse(JSON.stringify(value)), value, 'it survives JSON')
}

/** Locality: operations touch only what was read. */
export function staysLocal({ operations, items }: Plan, host: string): void {
  for (const { step, operation, effects } of operations) {
    const reads = items.find(({ id }) => id === step)?.resource.reads ?? {}
    const read = factsOf(reads).flatMap(({ question }) => pathsOf(question))
    for (const path of touchedBy(operation)) {
      assert.ok(
        read.some((known) => isAtOrBelow(path, known)),
        `locality: ${path} was not read`,
      )
    }
    for (const { real } of effects)
      assert.ok(isAtOrBelow(real, host), `${real} is outside the scratch folder: this is never run`)
  }
}

/** Locality on the host: nothing differs that the plan did not name. */
export function onlyPredictedDiffers({ steps, state }: Plan, changed: readonly string[]): void {
  if (steps.some(({ outcome }) => outcome === 'deferred')) return
  const touched = state.log.map(({ real }) => real)
  const strays = changed.filter((path) => !touched.some((real) => isAtOrBelow(path, real)))
  assert.deepEqual(strays, [], 'locality: nothing differs but what the plan named')
}

/** Convergence: planning again on the predicted state plans nothing. What a script makes unknown can only be deferred. */
export function convergesInTheory({ steps, state, who }: PlannedAs, items: readonly Item[]): void {
  if (steps.some(({ outcome }) => outcome === 'deferred' || outcome === 'refused')) return
  const nobody = { privilege: () => 'login', identity: () => who, elsewhere: () => state }
  const again = plan({ items, state, mode: 'confirm', ...nobody })
  for (const step of again.steps) if (step.outcome === 'refused') assert.fail(sentence(step.refusal))
  assert.deepEqual(netEffect(again.operations), [], 'convergence: planning again on the predicted state plans nothing')
  if (state.runs.count === 0) assert.ok(again.steps.every(({ outcome }) => outcome !== 'deferred'))
}

/** Prediction: after applying, probing finds what was predicted. */
export async function predictionHolds({ steps, state }: Plan, connect: ConnectionSpec): Promise<void> {
  if (steps.some(({ outcome }) => outcome === 'deferred')) return
  const paths = [...state.nodes.keys()]
  const fleet = openFleet(inventoryOn(connect))
  const hostState = fleet.hostState('host')
  const looks = paths.map(
    (path): Resource => ({
      task: 'look',
      key: path,
      title: '',
      tags: [],
      args: {},
      plan: () => [],
      reads: { at: { question: { ask: 'path', path } }, sum: { question: { ask: 'digest', path } } },
    }),
  )
  await planHost(planning(fleet), onePlay(looks).items)
  await fleet.close()
  for (const path of paths) agrees(path, nodeAt(state, path), nodeAt(hostState.state, path))
}

function agrees(path: string, predicted: Node | undefined, found: Node | undefined): void {
  if (predicted === undefined || predicted.type === 'unknown') return
  assert.equal(found?.type, predicted.type, `type of ${path}`)
  if (predicted.type === 'symlink' && found?.type === 'symlink') assert.equal(found.target, predicted.target)
  if (predicted.type !== 'file' && predicted.type !== 'directory') return
  if (found?.type !== predicted.type) return
  for (const key of ['mode', 'owner', 'group', 'uid', 'gid'] as const) {
    if (predicted[key] !== undefined) assert.equal(found[key], predicted[key], `${key} of ${path}`)
  }
  if (predicted.type !== 'file' || found.type !== 'file' || !predicted.content) return
  const { content } = predicted
  if ('source' in content) assert.equal(found.size, content.size, `size of ${path}`)
  else assert.equal(found.sha256, createHash('sha256').update(bytesOf(content)).digest('hex'), `content of ${path}`)
}
