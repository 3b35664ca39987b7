import { type Refusal, refuse } from './failure.ts'
import { isSameGuard } from './guard.ts'
import { keptLimit } from './journal.ts'
import { type NetOperation, netEffect } from './net-effect.ts'
import { refused } from './obstacles.ts'
import type { Operation } from './operation.ts'
import { unkeptWords } from './place-words.ts'
import type { Plan, Step } from './plan.ts'

export interface Guarding {
  /** Whether what was there is kept. */
  readonly keeps: boolean
  mask(text: string): string
}

/** A plan in which guarded steps are refused that the host could not put back by itself. */
export function withGuarded(plan: Plan, guarding: Guarding): Plan {
  const guards = plan.items.map(({ resource }) => resource.guard)
  if (guards.every((guard) => guard === undefined)) return plan
  const net = netEffect(plan.operations)
  const steps = plan.steps.map((step, at) => {
    const resource = plan.items[at]?.resource
    if (guards[at] === undefined) return step
    if (step.outcome === 'deferred' && resource && 'oneWay' in resource && resource.oneWay)
      return refused(step, oneWay(step.title))
    if (step.outcome !== 'change') return step
    const faults = step.operations.flatMap((operation) => unreversible(step, operation, guarding) ?? [])
    const large = unkeptWords(step.id, plan.operations, net, keptLimit)
    return refused(step, faults[0] ?? (large === undefined ? undefined : refuse(`guarded, and ${large}`, takeOut)))
  })
  return { ...plan, steps }
}

/** Operations in their order, cut where another list is guarded, or none is. */
export function guardedParts(net: readonly NetOperation[]): NetOperation[][] {
  const parts: NetOperation[][] = []
  for (const one of net) {
    const last = parts.at(-1)
    if (last !== undefined && isSameGuard(last[0]?.guard, one.guard)) last.push(one)
    else parts.push([one])
  }
  return parts
}

function unreversible({ title }: Step, operation: Operation, { keeps, mask }: Guarding): Refusal | undefined {
  if (!keeps)
    return refuse(
      `"${title}" is guarded, and what was there is not kept on this host (journal: false)`,
      `give the host journal: 'best', or ${takeOut}`,
    )
  if (operation.op !== 'run') return isOpen(pathsIn(operation), mask) ? undefined : secret(title)
  const { undo, effects, detached } = operation
  if (effects.restarts !== undefined)
    return refuse(`"${title}" starts the host anew, which ends whatever would put it back`, takeOut)
  if (detached !== undefined) return refuse(`"${title}" runs on by itself, and cannot be put back meanwhile`, takeOut)
  if (undo === undefined) return oneWay(title)
  if (undo === 'files') return undefined
  if ('keeps' in undo) return refuse(`"${title}" is guarded, and cannot be put back: ${undo.keeps} stays`, takeOut)
  return isOpen([undo.script], mask) ? undefined : secret(title)
}

const oneWay = (title: string): Refusal =>
  refuse(`"${title}" is guarded, and runs a script that does not say how it is undone`, `give undo, or ${takeOut}`)

const takeOut = 'take it out of guarded'

const pathsIn = (operation: Exclude<Operation, { op: 'run' }>): string[] =>
  operation.op === 'move' ? [operation.from, operation.to] : [operation.path]

const isOpen = (texts: readonly string[], mask: Guarding['mask']): boolean => texts.every((text) => mask(text) === text)

const secret = (title: string): Refusal =>
  refuse(`how "${title}" is put back would say a secret, and the host has to keep it`, takeOut)
