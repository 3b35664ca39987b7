import { attributesIn, lacking, sameAttributes } from './attributes.ts'
import { digestOf } from './content.ts'
import { type Guard, isSameGuard } from './guard.ts'
import type { Operation } from './operation.ts'
import type { PlannedOperation } from './plan-operation.ts'
import { type Effect, type Node, sameBytes, sameNode } from './state.ts'

/** An operation to carry out, as a document: on real paths, once per path, with what must still be there when its turn comes. */
export interface NetOperation {
  readonly operation: Operation
  readonly precondition?: Precondition
  /** The ids of the steps whose doing it is; the last of them says as whom. */
  readonly steps: readonly string[]
  readonly privilege: string
  /** The guarded list of its steps. */
  readonly guard?: Guard
}

export type Precondition =
  | { readonly type: 'absent' | 'directory' | 'other' }
  | { readonly type: 'file'; readonly sha256?: string }
  | { readonly type: 'symlink'; readonly target: string }

/**
 * Keeps the net effect of steps: one operation per path, none where it ends as it began. A script, a move and the removal
 * of a folder may depend on all before them, so they stay in their place and the net is taken on each side; and so it is of
 * what is guarded, which is put back by itself.
 */
export function netEffect(planned: readonly PlannedOperation[]): NetOperation[] {
  const net: NetOperation[] = []
  let segment: PlannedOperation[] = []
  for (const one of planned) {
    if (segment.length > 0 && !isSameGuard(segment[0]?.guard, one.guard)) {
      net.push(...netOfSegment(segment))
      segment = []
    }
    if (!isBarrier(one)) {
      segment.push(one)
      continue
    }
    net.push(...netOfSegment(segment), barrier(one))
    segment = []
  }
  return [...net, ...netOfSegment(segment)]
}

const isBarrier = ({ operation, effects }: PlannedOperation): boolean =>
  operation.op === 'run' ||
  operation.op === 'move' ||
  (operation.op === 'remove' && effects.some(({ before }) => before?.type !== 'file' && before?.type !== 'symlink'))

function barrier({ operation, effects, step, privilege, guard }: PlannedOperation): NetOperation {
  const before = effects[0]?.before
  const named = operation.op === 'remove' && effects[0] ? { ...operation, path: effects[0].real } : operation
  return {
    operation: named,
    steps: [step],
    privilege,
    ...guardOf(guard),
    ...(operation.op === 'remove' && before ? asPrecondition(before) : {}),
  }
}

function netOfSegment(segment: readonly PlannedOperation[]): NetOperation[] {
  const byPath = new Map<string, { order: number; planned: PlannedOperation; effect: Effect }[]>()
  segment.forEach((planned, order) => {
    for (const effect of planned.effects) {
      byPath.set(effect.real, [...(byPath.get(effect.real) ?? []), { order, planned, effect }])
    }
  })
  const placed = [...byPath].flatMap(([real, touches]) => {
    const first = touches[0]
    const last = touches.at(-1)
    if (!first || !last || sameNode(first.effect.before, last.effect.after)) return []
    const order = last.effect.after.type === 'directory' ? first.order : last.order
    const steps = [...new Set(touches.map(({ planned }) => planned.step))]
    const { privilege } = last.planned
    const { before } = first.effect
    const validate = [...new Set(touches.flatMap(({ planned: { operation } }) => validationOf(operation)))]
    return netOf(real, before, last.effect.after).map((operation, nth) => ({
      order,
      net: {
        operation: withValidation(operation, validate),
        steps,
        privilege,
        ...guardOf(segment[0]?.guard),
        ...asPrecondition(nth === 0 ? before : { type: 'absent' }),
      },
    }))
  })
  return placed.sort((a, b) => a.order - b.order).map(({ net }) => net)
}

const guardOf = (guard: Guard | undefined) => (guard === undefined ? {} : { guard })

const validationOf = (operation: Operation): readonly string[] =>
  operation.op === 'write' ? (operation.validate ?? []) : []

/** What ends as several steps have made it has to pass for all of them. */
const withValidation = (operation: Operation, validate: readonly string[]): Operation =>
  operation.op === 'write' && validate.length > 0 ? { ...operation, validate } : operation

/** A path that becomes another kind of thing is cleared first: the second operation then finds nothing there. */
function netOf(path: string, before: Node | undefined, after: Node): Operation[] {
  const clear: Operation[] =
    before === undefined || before.type === 'absent' || before.type === after.type ? [] : [{ op: 'remove', path }]
  switch (after.type) {
    case 'absent':
      return [{ op: 'remove', path }]
    case 'symlink':
      return [{ op: 'symlink', path, target: after.target }]
    case 'directory':
      return before?.type === 'directory'
        ? [{ op: 'attributes', path, ...lacking(attributesIn(after), before) }]
        : [...clear, { op: 'directory', path, ...attributesIn(after) }]
    case 'file': {
      if (before?.type === 'file' && keepsBytes(before, after)) {
        return sameAttributes(before, after)
          ? []
          : [{ op: 'attributes', path, ...lacking(attributesIn(after), before) }]
      }
      if (after.content === undefined) throw new Error(`a plan writes ${path} without content`)
      const { content } = after
      if (before?.type === 'file' && before.mounts !== undefined)
        return [{ op: 'write', path, content, inPlace: true, ...lacking(attributesIn(after), before) }]
      return [...clear, { op: 'write', path, content, ...attributesIn(after) }]
    }
    default:
      return []
  }
}

/** Of a file that only gets other attributes, the bytes need not be known. */
const keepsBytes = (before: FileNode, after: FileNode): boolean =>
  sameBytes(before, after) || (after.content === undefined && after.sha256 === before.sha256)

type FileNode = Extract<Node, { type: 'file' }>

function asPrecondition(before: Node | undefined): { precondition?: Precondition } {
  switch (before?.type) {
    case 'absent':
    case 'directory':
    case 'other':
      return { precondition: { type: before.type } }
    case 'symlink':
      return { precondition: { type: 'symlink', target: before.target } }
    case 'file': {
      const sha256 = before.sha256 ?? (before.content ? digestOf(before.content) : undefined)
      return { precondition: { type: 'file', ...(sha256 === undefined ? {} : { sha256 }) } }
    }
    default:
      return {}
  }
}
