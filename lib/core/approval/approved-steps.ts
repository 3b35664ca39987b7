import type { ApprovedOperation, ApprovedStep } from '../approval.ts'
import type { Item } from '../build.ts'
import { isAsker } from '../build.ts'
import { digestOf } from '../content.ts'
import { factsOf } from '../fact.ts'
import { netEffect } from '../net-effect.ts'
import { touchedBy } from '../operation.ts'
import type { Plan, Step } from '../plan.ts'
import type { PlannedOperation } from '../plan-operation.ts'
import { pathsOf } from '../question.ts'
import { secretsOf } from '../secrets-of.ts'
import type { Effect } from '../state.ts'
import { type Approving, approvedPath } from './approved-path.ts'
import { coveredDigest, withoutDigests } from './covered.ts'
import { coveredArgs, coveredOptions } from './covered-options.ts'
import { stepTerms } from './terms.ts'
import { uploadsOf } from './uploads.ts'

/** What a plan came to, as an approval has it. A step that is refused is none: such a plan is nobody's to approve. */
export function approvedSteps(plan: Plan, approving: Approving): ApprovedStep[] {
  const changing = new Set(netEffect(plan.operations).flatMap((net) => net.steps))
  return plan.steps.flatMap(
    (step, at) => approvedStep(step, plan.items[at], plan, changing.has(step.id), approving) ?? [],
  )
}

function approvedStep(
  step: Step,
  item: Item | undefined,
  { operations }: Plan,
  isLeft: boolean,
  approving: Approving,
): ApprovedStep | undefined {
  const named = namedOf(step, approving)
  const terms = termsOf(item, approving)
  switch (step.outcome) {
    case 'ok':
      return { ...named, outcome: 'ok' }
    case 'deferred':
      return { ...named, ...deferred(item, step.waitsFor, approving) }
    case 'change': {
      const own = operations.filter((operation) => operation.step === step.id)
      return {
        ...named,
        outcome: 'change',
        ...(isLeft ? {} : { folded: true }),
        ...terms,
        operations: own.map((one) => approvedOperation(one, approving)),
        ...(item === undefined || secretsOf(item.resource).length === 0
          ? {}
          : { given: digestOf({ text: coveredArgs(item, approving) }) ?? '' }),
      }
    }
    case 'refused':
      return undefined
  }
}

/** Steps that are planned only where something fails. */
export const waitingSteps = (items: readonly Item[], approving: Approving): ApprovedStep[] =>
  items.map((item) => ({
    ...namedOf({ id: item.id, ...item.resource }, approving),
    ...deferred(item, 'a failure of its attempt', approving),
  }))

const namedOf = ({ id, task, title }: Pick<Step, 'id' | 'task' | 'title'>, { mask }: Approving) => ({
  id: mask(id),
  task,
  title: mask(title),
})

function termsOf(
  item: Item | undefined,
  { mask }: Approving,
): Pick<Extract<ApprovedStep, { outcome: 'change' }>, 'guarded' | 'terms'> {
  const guard = item?.resource.guard
  const terms = item === undefined ? [] : stepTerms(item.resource)
  return {
    ...(guard === undefined ? {} : { guarded: { key: mask(guard.key), within: guard.within } }),
    ...(terms.length === 0 ? {} : { terms }),
  }
}

function deferred(item: Item | undefined, waitsFor: string, approving: Approving) {
  const { mask } = approving
  const bound = item && bounds(item)
  const may = bound === undefined || bound === 'commands' ? bound : bound.map(mask)
  return {
    outcome: 'deferred' as const,
    waitsFor: mask(waitsFor),
    ...termsOf(item, approving),
    options: item === undefined ? '' : coveredOptions(item, approving),
    ...(may === undefined ? {} : { may }),
  }
}

/** What a step that cannot be planned yet may touch: what it reads, or what it or whatever it follows from says. */
function bounds(item: Item): readonly string[] | 'commands' | undefined {
  if (!isAsker(item))
    return factsOf(item.resource.reads).flatMap(({ host, question }) => (host === undefined ? pathsOf(question) : []))
  return item.resource.may ?? (item.asker && bounds(item.asker))
}

function approvedOperation(planned: PlannedOperation, approving: Approving): ApprovedOperation {
  const { operation, effects, privilege } = planned
  const { mask } = approving
  const uploads = uploadsOf(operation).map(({ file, sha256 = approving.digest(file) }) => ({
    file: mask(file),
    ...(sha256 === undefined ? {} : { sha256 }),
  }))
  const as = { as: mask(privilege), ...(uploads.length > 0 ? { uploads } : {}) }
  if (operation.op !== 'run') {
    const validate = operation.op === 'write' && operation.validate ? { validate: operation.validate.map(mask) } : {}
    return { op: operation.op, ...as, paths: ends(planned).map((one) => approvedPath(one, approving)), ...validate }
  }
  const { stdin, undo, timeout, detached } = operation
  const script = (text: string): string => approving.withoutSensitiveDigests(mask(text))
  return {
    op: 'run',
    ...as,
    script: script(operation.script),
    ...(stdin === undefined ? {} : { stdin: coveredDigest(withoutDigests(stdin), mask) }),
    touches: [...new Set(touchedBy(operation).map(mask))],
    ...(typeof undo === 'object' && 'script' in undo
      ? { undo: script(undo.script), ...(undo.first ? { undoFirst: true } : {}) }
      : {}),
    ...(timeout === undefined ? {} : { timeout }),
    ...(detached === undefined ? {} : { detached: detached.within }),
  }

  /** Of what is moved, what was known of all below it is no part of what was approved. */
  function ends({ operation: { op } }: PlannedOperation): Effect[] {
    const [first] = effects
    const last = effects.at(-1)
    if (op === 'move') return first && last ? [first, last] : []
    return [...new Set(effects.map(({ real }) => real))].flatMap((real) => {
      const all = effects.filter((one) => one.real === real)
      const after = all.at(-1)?.after
      return after === undefined ? [] : [{ real, before: all[0]?.before, after }]
    })
  }
}
