import { isAnothers } from './anothers.ts'
import { type Refusal, refuse } from './failure.ts'
import { netEffect } from './net-effect.ts'
import { type Operation, touchedBy } from './operation.ts'
import { parentOf } from './paths.ts'
import type { Plan, Step } from './plan.ts'
import type { Identity } from './predict.ts'
import { nodeAt, type State } from './state.ts'

/**
 * A plan in which the steps are refused that the host would not let through, as far as `state`, from before it, tells: what
 * is mounted does not give way, what is immutable does not change, and nothing does where the file system is read-only. Behind a script only the host can tell: it may have
 * unmounted the one, or run chattr on the other.
 */
export function withObstacles(plan: Plan, { state, identities }: Known): Plan {
  const refusals = new Map<string, Refusal>()
  const touched = new Set<string>()
  for (const net of netEffect(plan.operations)) {
    if (net.operation.op === 'run') break
    const refusal =
      obstacle(net.operation, state) ??
      isAnothers(net.operation, { state, touched, who: identities.get(net.privilege) })
    for (const path of touchedBy(net.operation)) touched.add(path)
    if (refusal) for (const id of net.steps) refusals.set(id, refusal)
  }
  return refusals.size === 0 ? plan : { ...plan, steps: plan.steps.map((step) => refused(step, refusals.get(step.id))) }
}

interface Known {
  readonly state: State
  /** Who acts, by privilege. */
  readonly identities: ReadonlyMap<string, Identity>
}

/** A step as one that is refused. */
export function refused(step: Step, refusal: Refusal | undefined): Step {
  const { id, task, title } = step
  return refusal === undefined ? step : { id, task, title, outcome: 'refused', refusal }
}

function obstacle(operation: Exclude<Operation, { op: 'run' }>, state: State): Refusal | undefined {
  return touchedBy(operation)
    .map((path) => isReadOnly(path, state) ?? isFixed(path, operation, state) ?? isMounted(path, operation, state))
    .find(Boolean)
}

/** What is not there yet comes where its folder is. */
function isReadOnly(path: string, state: State): Refusal | undefined {
  const [node] = [path, parentOf(path)].flatMap((at) => {
    const found = nodeAt(state, at)
    return found?.type === 'file' || found?.type === 'directory' ? [found] : []
  })
  if (node?.readOnly === undefined) return undefined
  return refuse(
    `${path} is on a file system that is mounted read-only, at ${node.readOnly}`,
    `mount it for writing before (mount -o remount,rw ${node.readOnly}), or name another path`,
  )
}

/** In an append-only directory new ones can be made, but no file gets its name: it is made under another. */
function isFixed(path: string, operation: Operation, state: State): Refusal | undefined {
  const inPlace = operation.op === 'attributes' || (operation.op === 'write' && operation.inPlace === true)
  const found = [path, ...(inPlace ? [] : [parentOf(path)])].flatMap((at) => {
    const node = nodeAt(state, at)
    const fixed = node?.type === 'file' || node?.type === 'directory' ? node.fixed : undefined
    const lets = operation.op === 'directory' && fixed === 'append-only'
    return fixed === undefined || lets ? [] : [{ at, fixed }]
  })
  const [first] = found
  if (first === undefined) return undefined
  const flag = first.fixed === 'immutable' ? 'i' : 'a'
  return refuse(
    `${first.at} is ${first.fixed} (chattr +${flag})`,
    `let it be changed (chattr -${flag} ${first.at}), then run again`,
  )
}

function isMounted(path: string, { op }: Operation, state: State): Refusal | undefined {
  if (op !== 'remove' && op !== 'move' && op !== 'symlink') return undefined
  const node = nodeAt(state, path)
  const [mount] = node?.type === 'file' || node?.type === 'directory' ? (node.mounts ?? []) : []
  if (mount === undefined) return undefined
  return refuse(
    mount === path ? `${path} is a mount point` : `something is mounted below ${path}, on ${mount}`,
    `unmount it before (umount ${mount}, and its line in /etc/fstab), or leave it as it is`,
  )
}
