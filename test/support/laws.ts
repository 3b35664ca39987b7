import { createHash } from 'node:crypto'
import * as assert from 'uvu/assert'
import type { ConnectionSpec } from '../../lib/core/connection.ts'
import { pathsOf } from '../../lib/core/fact.ts'
import { sentence } from '../../lib/core/failure.ts'
import { defineInventory } from '../../lib/core/inventory.ts'
import { touchedBy } from '../../lib/core/operation.ts'
import { isAtOrBelow } from '../../lib/core/paths.ts'
import { type PlanResult, plan } from '../../lib/core/plan.ts'
import type { Identity } from '../../lib/core/predict.ts'
import { settle } from '../../lib/core/settle.ts'
import { type Node, nodeAt } from '../../lib/core/state.ts'
import type { Resource } from '../../lib/core/task.ts'
import { planHost } from '../../lib/engine/plan-host.ts'
import { openWorld } from '../../lib/engine/world.ts'

/** A plan, and who would act on it. */
export type PlannedAs = PlanResult & { readonly who: Identity }

/** A host by whatever reaches it. */
export interface Reached {
  readonly spec: ConnectionSpec
}

export const inventoryOn = ({ spec }: Reached) => defineInventory({ hosts: { host: { connect: spec } } })

/** Round trip: a plan is data. */
export function survivesJson(value: unknown): void {
  assert.equal(JSON.parse(JSON.stringify(value)), value)
}

/** Locality: operations touch only what was read. */
export function staysLocal({ steps }: PlanResult, host: string): void {
  for (const step of steps) {
    if (step.outcome !== 'change') continue
    const read = Object.values(step.resource.reads).flatMap(({ question }) => pathsOf(question))
    for (const path of step.moves.flatMap(({ operation }) => touchedBy(operation))) {
      assert.ok(
        read.some((known) => isAtOrBelow(path, known)),
        `${path} was not read`,
      )
    }
    for (const { real } of step.moves.flatMap(({ effects }) => effects)) {
      assert.ok(isAtOrBelow(real, host), `${real} is outside the scratch folder: this is never run`)
    }
  }
}

/** Locality on the host: nothing differs that the plan did not name. */
export function onlyPredictedDiffers({ steps, state }: PlanResult, changed: readonly string[]): void {
  if (steps.some(({ outcome }) => outcome === 'deferred')) return
  const touched = state.log.map(({ real }) => real)
  const strays = changed.filter((path) => !touched.some((real) => isAtOrBelow(path, real)))
  assert.equal(strays, [], 'nothing else differs')
}

/** Convergence: planning again on the predicted state plans nothing. What a script makes unknown can only be deferred. */
export function convergesInTheory({ steps, state, who }: PlannedAs, resources: readonly Resource[]): void {
  if (steps.some(({ outcome }) => outcome === 'deferred' || outcome === 'refused')) return
  const again = plan({ resources, state, identity: () => who, elsewhere: () => undefined })
  for (const step of again.steps) if (step.outcome === 'refused') assert.unreachable(sentence(step.refusal))
  assert.equal(settle(again.steps), [], 'planning on the predicted state plans nothing')
  if (state.runs.count === 0) assert.ok(again.steps.every(({ outcome }) => outcome !== 'deferred'))
}

/** Prediction: after applying, probing finds what was predicted. */
export async function predictionHolds({ steps, state }: PlanResult, shell: Reached): Promise<void> {
  if (steps.some(({ outcome }) => outcome === 'deferred')) return
  const paths = [...state.nodes.keys()]
  const world = openWorld(inventoryOn(shell), { isSecret: () => false })
  const known = world.known('host')
  const looks = paths.map(
    (path): Resource => ({
      task: 'look',
      title: '',
      tags: [],
      args: {},
      plan: () => [],
      reads: { at: { question: { ask: 'path', path } }, sum: { question: { ask: 'digest', path } } },
    }),
  )
  await planHost(known, looks, undefined, world)
  await world.close()
  for (const path of paths) agrees(path, nodeAt(state, path), nodeAt(known.state, path))
}

function agrees(path: string, predicted: Node | undefined, found: Node | undefined): void {
  if (predicted === undefined || predicted.type === 'unknown') return
  assert.is(found?.type, predicted.type, `type of ${path}`)
  if (predicted.type === 'symlink' && found?.type === 'symlink') assert.is(found.target, predicted.target)
  if (predicted.type !== 'file' && predicted.type !== 'directory') return
  if (found?.type !== predicted.type) return
  for (const key of ['mode', 'owner', 'group'] as const) {
    if (predicted[key] !== undefined) assert.is(found[key], predicted[key], `${key} of ${path}`)
  }
  if (predicted.type !== 'file' || found.type !== 'file' || !predicted.content) return
  const { content } = predicted
  if ('source' in content) assert.is(found.size, content.size, `size of ${path}`)
  else
    assert.is(
      found.sha256,
      createHash('sha256')
        .update('text' in content ? content.text : Buffer.from(content.base64, 'base64'))
        .digest('hex'),
      `content of ${path}`,
    )
}
