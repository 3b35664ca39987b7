import { lacking } from './attributes.ts'
import type { Item } from './build.ts'
import { isLocal, sameContent } from './content.ts'
import { factsOf } from './fact.ts'
import type { Guard } from './guard.ts'
import { type Operation, touchedBy } from './operation.ts'
import { isAtOrBelow, normalised } from './paths.ts'
import { type Identity, predict } from './predict.ts'
import { pathsOf } from './question.ts'
import type { Resource } from './resource.ts'
import { type Effect, realPath, type State } from './state.ts'

/** An operation of a step, with what it does to each real path. */
export interface PlannedOperation {
  /** The id of the step. */
  readonly step: string
  /** As whom it is carried out. */
  readonly privilege: string
  readonly operation: Operation
  readonly effects: readonly Effect[]
  /** The guarded list of its step. */
  readonly guard?: Guard
}

interface Planning {
  readonly item: Item
  readonly resource: Resource
  readonly state: State
  readonly who: string
  readonly as: Identity
}

/** Advances the state by one operation. None is left of a write that changes no byte: it says where secrets stand. */
export function planOperation(operation: Operation, { item, resource, state, who, as }: Planning): PlannedOperation[] {
  mustBeLocal(resource, operation)
  if (respells(state, operation)) return []
  const from = state.log.length
  predict(state, operation, as)
  const guard = resource.guard === undefined ? {} : { guard: resource.guard }
  return [{ step: item.id, privilege: who, operation, effects: state.log.slice(from), ...guard }]
}

/** Whether it writes the bytes that are there, with references in place of secrets: known as such from here on. */
export function respells(state: State, operation: Operation): boolean {
  if (operation.op !== 'write') return false
  const { path, content } = operation
  const real = realPath(state, path, true)
  const node = state.nodes.get(real)
  if (node?.type !== 'file' || node.content === undefined || isLocal(node.content) || isLocal(content)) return false
  if (Object.keys(lacking(operation, node)).length > 0) return false
  if (!sameContent(node.content, content)) return false
  state.nodes.set(real, { ...node, content })
  return true
}

/** The law of locality: a resource touches only what it reads. Breaking it is a bug of the task. */
function mustBeLocal(resource: Resource, operation: Operation): void {
  const read = factsOf(resource.reads)
    .filter(({ host }) => host === undefined)
    .flatMap(({ question }) => pathsOf(question).map(normalised))
  const stray = touchedBy(operation).find((path) => !read.some((known) => isAtOrBelow(normalised(path), known)))
  if (stray === undefined) return
  throw new Error(
    `task ${resource.task} touches ${stray}, which it does not read (it reads ${read.join(', ') || 'no path'})`,
  )
}
