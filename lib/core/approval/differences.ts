import type { ApprovedStep } from '../approval.ts'
import { type Guard, isSameGuard } from '../guard.ts'
import type { Closeness } from './closeness.ts'
import { operationsDiffer } from './operations-differ.ts'
import { termWords } from './terms.ts'

/** Why a step is not what was approved. */
export interface Difference {
  readonly id: string
  readonly words: string
}

/** How what is planned is compared. */
export interface Comparing {
  readonly closeness: Closeness
  /** It is planned from a later step on. */
  readonly rest?: boolean
  /** Whether a step is left out, for what has become of its attempt. */
  isLeft?(id: string): boolean
  /** What the task of a step is given now, as an approval has it: of those that could not be planned then. */
  readonly optionsOf: (id: string) => string | undefined
}

/** How what is planned now differs from what was approved for one host in one play; empty: in nothing. */
export function differences(
  approved: readonly ApprovedStep[],
  planned: readonly ApprovedStep[],
  { closeness, rest = false, isLeft = () => false, optionsOf }: Comparing,
): Difference[] {
  const known = new Map(approved.map((step) => [step.id, step]))
  const open = approved.filter(({ outcome }) => outcome === 'deferred')
  const each = planned.flatMap((step): Difference[] => {
    const then = known.get(step.id)
    const above = closeness === 'as known' ? open.find(({ id }) => step.id.startsWith(`${id}/`)) : undefined
    const words =
      then !== undefined
        ? (differing(then, step, closeness) ?? givenDiffers(then, optionsOf))
        : above === undefined
          ? unknownStep
          : guardOf(above) && guardDiffers(above, step)
    return words === undefined ? [] : [{ id: step.id, words }]
  })
  const left = approved.filter(({ id }) => !isLeft(id))
  return [...each, ...gone(left, planned, rest), ...(each.length === 0 ? disorder(approved, planned) : [])]
}

const unknownStep = 'this step is not among those that were approved'

function differing(then: ApprovedStep, now: ApprovedStep, closeness: Closeness): string | undefined {
  if (then.task !== now.task || then.title !== now.title) return `it was approved as "${then.title}" (${then.task})`
  const terms = guardDiffers(then, now) ?? termsDiffer(then, now)
  if (terms !== undefined) return terms
  switch (then.outcome) {
    case 'ok':
      if (now.outcome === 'ok') return undefined
      return now.outcome === 'deferred'
        ? `it needs ${now.waitsFor} now, and was approved as nothing to do`
        : `${what(now)}: nothing was to be done when it was approved`
    case 'deferred':
      if (now.outcome === 'deferred') return same(then.may, now.may) ? undefined : mayWords(then.may)
      return closeness === 'as known' ? undefined : `it is known already what it needs (${then.waitsFor})`
    case 'change':
      if (now.outcome === 'ok') return `it is already so: ${what(then)} was approved, and nothing is left to do`
      if (now.outcome === 'deferred') return `it cannot be planned yet, for it needs ${now.waitsFor}`
      return (
        operationsDiffer(then.operations, now.operations, closeness) ??
        (then.given === now.given ? undefined : othersGiven)
      )
  }
}

/** What could not be planned then is known by what its task was given. */
const givenDiffers = (then: ApprovedStep, optionsOf: Comparing['optionsOf']): string | undefined =>
  then.outcome !== 'deferred' || then.options === optionsOf(then.id) ? undefined : othersGiven

const othersGiven = 'what its task is given is not what was approved'

const guardOf = (step: ApprovedStep): Guard | undefined => ('guarded' in step ? step.guarded : undefined)

/** Where there is nothing to do, nothing is put back. */
function guardDiffers(then: ApprovedStep, now: ApprovedStep): string | undefined {
  if (then.outcome === 'ok' || now.outcome === 'ok' || isSameGuard(guardOf(then), guardOf(now))) return undefined
  return `it is ${guardedWords(guardOf(now))}, and was approved ${guardedWords(guardOf(then))}`
}

const guardedWords = (guard: Guard | undefined): string =>
  guard === undefined
    ? 'not guarded'
    : `guarded with "${guard.key}", to be put back within ${guard.within} s unless it is confirmed`

function termsDiffer(then: ApprovedStep, now: ApprovedStep): string | undefined {
  if (then.outcome === 'ok' || now.outcome === 'ok' || termWords(then.terms) === termWords(now.terms)) return undefined
  return `it is carried out ${termWords(now.terms)}, and was approved ${termWords(then.terms)}`
}

/** What a change does, for who does not see the plan. */
function what({ operations }: Extract<ApprovedStep, { outcome: 'change' }>): string {
  const words = operations.map((operation) =>
    operation.op === 'run'
      ? `running ${operation.script.split('\n')[0]}`
      : `${operation.op} ${operation.paths.at(-1)?.path ?? ''}`,
  )
  return [...new Set(words)].join(', ')
}

const mayWords = (may: readonly string[] | 'commands' | undefined): string =>
  `what it may touch is not what was approved (${may === undefined ? 'anything' : typeof may === 'string' ? may : may.join(', ')})`

function gone(approved: readonly ApprovedStep[], planned: readonly ApprovedStep[], rest: boolean): Difference[] {
  const ids = new Set(planned.map(({ id }) => id))
  const from = rest ? approved.findIndex(({ id }) => ids.has(id)) : 0
  return from < 0
    ? []
    : approved
        .slice(from)
        .filter(({ id }) => !ids.has(id))
        .map(({ id, title }) => ({ id, words: `"${title}" (${id}) was approved, and is no step any more` }))
}

function disorder(approved: readonly ApprovedStep[], planned: readonly ApprovedStep[]): Difference[] {
  const place = new Map(approved.map(({ id }, at) => [id, at]))
  const places = planned.flatMap(({ id }) => place.get(id) ?? [])
  const at = places.findIndex((one, nth) => one < (places[nth - 1] ?? 0))
  const id = approved[places[at] ?? -1]?.id
  return id === undefined ? [] : [{ id, words: 'it was approved before the steps that it comes after now' }]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
