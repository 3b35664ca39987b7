import assert from 'node:assert/strict'
import { isAbsolute, relative } from 'node:path/posix'
import type { ConnectionSpec } from '../core/connection.ts'
import type { Status } from '../core/event.ts'
import { netEffect } from '../core/net-effect.ts'
import type { Operation } from '../core/operation.ts'
import type { Plan } from '../core/plan.ts'
import type { Resources } from '../core/resource.ts'
import { secretsIn } from '../core/secret.ts'
import { type Ended, endsOf } from './ends-of.ts'
import { convergesInTheory, onePlay, predictionHolds, readable, staysLocal, survivesJson } from './laws.ts'
import { planOn } from './plan-on.ts'

/** What is expected of resources, beside the laws. */
export interface Expected {
  /** The net operations of the first plan, as `write /etc/motd` (in a scratch folder `write etc/motd`); a script is `run`. */
  readonly operations?: readonly string[] | undefined
  /** What the refusal says. Nothing may then have changed. */
  readonly refused?: RegExp | undefined
  /** How each step ends on the host. */
  readonly statuses?: readonly Status[] | undefined
  /** What the reasons of the steps say. */
  readonly reason?: RegExp | undefined
  /** The run does not succeed, as when steps contradict each other, and why: nothing is said of a second one. */
  readonly fails?: true | RegExp | undefined
}

/** What came of a situation. */
export interface Tried {
  /** What the first plan said of each step. */
  readonly planned: readonly { readonly task: string; readonly status: Status }[]
  /** How each step of the first run ended. */
  readonly statuses: readonly (Status | undefined)[]
  /** Why, a text for each step; empty where nothing was said. */
  readonly reasons: readonly string[]
}

/** Where resources are tried, and who looks at it from outside between two steps of the trial. */
export interface Ground {
  readonly connect: ConnectionSpec
  /** Nothing outside this folder may be touched. */
  readonly root: string
  planned?(): void
  /** A run has ended; `refused` where nothing may have changed. */
  ended?(refused: boolean): void
  reached?(plan: Plan): void | Promise<void>
  again?(): void
}

/** Tries resources, with what is expected of them and the laws that hold for all. Throws where one does not hold. */
export async function tryLaws(resources: Resources, expected: Expected, ground: Ground): Promise<Tried> {
  const { connect, root } = ground
  const { items, plays } = onePlay(resources)
  readable(secretsIn(items.map(({ resource }) => resource.args)))
  const first = await planOn(connect, items)
  const net = netEffect(first.operations)
  if (expected.operations)
    assert.deepEqual(
      net.map(({ operation }) => saidBriefly(operation, root)),
      [...expected.operations],
    )
  ground.planned?.()
  survivesJson(net)
  survivesJson(first.steps)
  staysLocal(first, root)
  if (!expected.fails && !expected.refused) convergesInTheory(first, items)
  const planned = plannedSteps(first)
  const ran = await endsOf(connect, plays)
  ground.ended?.(expected.refused !== undefined)
  meets(expected, ran)
  const tried = { planned, ...ran }
  if (expected.refused) return tried
  await ground.reached?.(first)
  if (expected.fails) return tried
  // Where nothing is planned, nothing is predicted, and who looks may be somebody else.
  if (net.length > 0 || root !== '/') await predictionHolds(first, connect)
  const again = await endsOf(connect, plays)
  assert.deepEqual(
    again.statuses,
    again.statuses.map((status) => (status === 'ran' ? 'ran' : 'ok')),
    `a second run changes nothing: ${again.statuses.join(', ')} ${again.reasons.filter(Boolean).join('; ')}`,
  )
  ground.again?.()
  return tried
}

function meets({ refused, fails, reason, statuses }: Expected, ran: Ended): void {
  const said = ran.reasons.filter(Boolean).join('\n')
  for (const words of [refused, reason, fails === true ? undefined : fails]) if (words) assert.match(said, words)
  if (refused)
    assert.deepEqual([ran.statuses.includes('changed'), ran.statuses.includes('refused')], [false, true], said)
  if (!refused && !fails)
    assert.deepEqual(
      ran.reasons.filter((_, at) => ['failed', 'refused'].includes(ran.statuses[at] ?? '')),
      [],
      `the run gets to its end: ${said}`,
    )
  if (statuses) assert.deepEqual(ran.statuses, [...statuses], `how the steps end: ${ran.statuses.join(', ')} ${said}`)
}

/** What a plan comes to: a step whose operations are undone by others changes nothing. */
function plannedSteps({ steps, operations }: Plan): Tried['planned'] {
  const changing = new Set(netEffect(operations).flatMap(({ steps: ids }) => ids))
  return steps.map(({ id, task, outcome }) => {
    if (outcome === 'refused' || outcome === 'deferred') return { task, status: outcome }
    return { task, status: changing.has(id) ? 'changed' : 'ok' }
  })
}

function saidBriefly(operation: Operation, root: string): string {
  if (operation.op === 'run') return operation.op
  const path = operation.op === 'move' ? operation.to : operation.path
  const below = relative(root, path)
  return `${operation.op} ${root === '/' || below.startsWith('..') || isAbsolute(below) ? path : below}`.trim()
}
