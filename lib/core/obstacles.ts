import { type Refusal, refuse } from './failure.ts'
import { netEffect } from './net-effect.ts'
import type { Operation } from './operation.ts'
import { parentOf } from './paths.ts'
import type { Plan, Step } from './plan.ts'
import { nodeAt, type State } from './state.ts'

/**
 * A plan in which the steps are refused that the host would not let through, as far as `state`, from before it, tells: what
 * is mounted does not give way, and what is immutable, or on a read-only file system, does not change. Behind a script only the host can tell: it may have
 * unmounted the one, or run chattr on, or remounted, the other.
 */
export function withObstacles(plan: Plan, state: State): Plan {
  const refusals = new Map<string, Refusal>()
  for (const net of netEffect(plan.operations)) {
    if (net.operation.op === 'run') break
    const refusal = obstacle(net.operation, state)
    if (refusal) for (const id of net.steps) refusals.set(id, refusal)
  }
  return refusals.size === 0 ? plan : { ...plan, steps: plan.steps.map((step) => refused(step, refusals.get(step.id))) }
}

/** A step as one that is refused. */
export function refused(step: Step, refusal: Refusal | undefined): Step {
  const { id, task, title } = step
  return refusal === undefined ? step : { id, task, title, outcome: 'refused', refusal }
}

function obstacle(operation: Exclude<Operation, { op: 'run' }>, state: State): Refusal | undefined {
  const paths = operation.op === 'move' ? [operation.from, operation.to] : [operation.path]
  return paths.map((path) => isFixed(path, operation, state) ?? isMounted(path, operation, state)).find(Boolean)
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
  if (first.fixed === 'read-only')
    return refuse(
      `${first.at} is on a read-only file system`,
      'mount it for writing (mount -o remount,rw), then run again',
    )
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
