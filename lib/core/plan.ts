import { mayTouch, outOfBounds } from './bounds.ts'
import { type Item, isAsker } from './build.ts'
import { type Choice, expand } from './expand.ts'
import { factsOf } from './fact.ts'
import { isFinding, isRefusal, type Refusal, refuse } from './failure.ts'
import { isGiven } from './given.ts'
import { isAlways, type Operation, touchedBy } from './operation.ts'
import { ownRestart } from './own-restart.ts'
import { type PlannedOperation, planOperation, respells } from './plan-operation.ts'
import { type Identity, invalidate } from './predict.ts'
import { pathsOf, type Question } from './question.ts'
import { readAnswers } from './read-answers.ts'
import { recogniseSecrets } from './recognise-secrets.ts'
import { holdsReference } from './reference.ts'
import type { Resource } from './resource.ts'
import { labelFault } from './secret-label.ts'
import { fork, type State } from './state.ts'

/** What came of one resource in a plan, as a document: it survives JSON, and holds no secret. */
export type Step = { readonly id: string; readonly task: string; readonly title: string } & (
  | { readonly outcome: 'ok'; readonly found?: string; readonly warns?: true }
  | { readonly outcome: 'change'; readonly operations: readonly Operation[] }
  | { readonly outcome: 'deferred'; readonly waitsFor: string }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
)

export interface Plan {
  readonly steps: readonly Step[]
  /** The resources of the steps, in their order: those that were given, with what followed from a host's answers. */
  readonly items: readonly Item[]
  /** All operations in order, with what each does to the paths of the host. */
  readonly operations: readonly PlannedOperation[]
  /** The state after all of it. */
  readonly state: State
  /** Questions to ask before the plan is complete; the steps that read them are only provisionally deferred. */
  readonly unasked: readonly PendingQuestion[]
}

export interface PendingQuestion {
  readonly question: Question
  readonly host?: string
  /** As whom to ask. */
  readonly privilege: string
}

export interface PlanInput extends Choice {
  readonly items: readonly Item[]
  readonly state: State
  /**
   * `observe`: what resources would do is said, and nothing of it is predicted. `confirm`: after they have acted. What is run
   * each time says nothing about a host: both leave it out.
   */
  readonly mode?: 'predict' | 'observe' | 'confirm'
  /** As whom something acts on the host, by a name that tells privileges apart. */
  privilege(item: Item): string
  /** The user and group that a privilege has on the host. */
  identity(privilege: string): Identity
  /** The host is the controller itself: it cannot wait for its own restart. */
  readonly isController?: boolean
  /** The state of another host, for `on(host, fact)`. */
  elsewhere(host: string): State | undefined
}

/** Folds resources over a state: each is planned on what those before it will have done. */
export function plan(input: PlanInput): Plan {
  const state = fork(input.state)
  const unasked: PendingQuestion[] = []
  const operations: PlannedOperation[] = []
  const items: Item[] = []
  const steps: Step[] = []
  for (const { resource } of input.items) if (!isGiven(resource)) recogniseSecrets(resource, state)
  for (const item of input.items) fold(item)
  return { steps, items, operations, state, unasked }

  function fold(item: Item): void {
    const { id, resource } = item
    const { task, title } = resource
    const add = (outcome: Outcome) => {
      items.push(item)
      steps.push({ id, task, title, ...outcome })
    }
    if (ownQuestions(resource).flatMap(pathsOf).some(holdsReference)) {
      add({ outcome: 'refused', refusal: secretInName(resource) })
      return
    }
    const read = readAnswers(resource.reads, state, input.elsewhere)
    if (read.unasked.length + read.waitsFor.length > 0) {
      const privilege = input.privilege(item)
      unasked.push(...read.unasked.map((one) => ({ ...one, privilege })))
      invalidate(state, isAsker(item) ? mayTouch(item.resource, item.asker) : ownQuestions(item.resource))
      const waitsFor = [...new Set([...(read.unasked.length > 0 ? ['an answer'] : []), ...read.waitsFor])]
      add({ outcome: 'deferred', waitsFor: waitsFor.join(', ') })
    } else if (read.silent) {
      add({ outcome: 'refused', refusal: read.silent })
    } else if (isAsker(item)) {
      const inner = expand(item, read.answers, input)
      if (isRefusal(inner)) add({ outcome: 'refused', refusal: inner })
      else {
        add({ outcome: 'ok', ...('unmade' in inner ? { found: inner.unmade } : {}) })
        for (const one of inner.items) fold(one)
      }
    } else {
      add(outcomeOf(item, resource as Resource, read.answers))
    }
  }

  function outcomeOf(item: Item, resource: Resource, answers: Readonly<Record<string, unknown>>): Outcome {
    const planned = resource.plan(answers)
    if (isRefusal(planned)) return { outcome: 'refused', refusal: planned }
    if (isFinding(planned)) return { outcome: 'ok', found: planned.finding, ...(planned.warns ? { warns: true } : {}) }
    if (scriptsOf(resource, planned).some(holdsReference))
      return { outcome: 'refused', refusal: secretInScript(resource) }
    if (planned.flatMap(namesOf).some(holdsReference)) return { outcome: 'refused', refusal: secretInName(resource) }
    const shown = [...scriptsOf(resource, planned), ...textsOf(planned)].flatMap((text) => labelFault(text) ?? []).at(0)
    if (shown !== undefined) return { outcome: 'refused', refusal: labelled(resource, shown) }
    const own = input.isController ? ownRestart(planned) : undefined
    if (own) return { outcome: 'refused', refusal: own }
    const beyond = outOfBounds(item, planned)
    if (beyond) return { outcome: 'refused', refusal: beyond }
    if (planned.some(isAlways) && (input.mode === 'observe' || input.mode === 'confirm'))
      return { outcome: 'ok', found: 'it runs each time: nothing to judge' }
    if (input.mode === 'observe') {
      const wanting = planned.filter((operation) => !respells(state, operation))
      return wanting.length === 0 ? { outcome: 'ok' } : { outcome: 'change', operations: wanting }
    }
    const who = input.privilege(item)
    const done = planned.flatMap((operation) =>
      planOperation(operation, { item, resource, state, who, as: input.identity(who) }),
    )
    operations.push(...done)
    if (done.length === 0) return { outcome: 'ok' }
    return { outcome: 'change', operations: done.map(({ operation }) => operation) }
  }
}

type Outcome = Step extends infer One ? (One extends Step ? Omit<One, 'id' | 'task' | 'title'> : never) : never

const ownQuestions = (resource: Pick<Resource, 'reads'>): Question[] =>
  factsOf(resource.reads)
    .filter(({ host }) => host === undefined)
    .map(({ question }) => question)

const scriptsOf = (resource: Resource, operations: readonly Operation[]): string[] => [
  ...ownQuestions(resource).flatMap((question) => (question.ask === 'command' ? [question.script] : [])),
  ...operations.flatMap(scriptsIn),
]

function scriptsIn(operation: Operation): readonly string[] {
  if (operation.op === 'write') return operation.validate ?? []
  if (operation.op !== 'run') return []
  const { script, undo } = operation
  return typeof undo === 'object' && 'script' in undo ? [script, undo.script] : [script]
}

const textsOf = (operations: readonly Operation[]): string[] =>
  operations.flatMap((operation) => {
    if (operation.op === 'run') return operation.stdin ?? []
    return operation.op === 'write' && 'text' in operation.content ? operation.content.text : []
  })

/** What is made by a function of the user's own is no option, and is known only here. */
const labelled = ({ title }: Resource, fault: string): Refusal =>
  refuse(`what "${title}" would give to the host holds the name of a secret`, fault)

/** What is shown wherever the operation is, and what programs are given as an argument. */
function namesOf(operation: Operation): readonly string[] {
  if (operation.op === 'run') return touchedBy(operation)
  const { owner, group, target } = { owner: undefined, group: undefined, target: undefined, ...operation }
  return [...touchedBy(operation), owner, group, target].filter((name) => name !== undefined)
}

const secretInName = ({ title }: Pick<Resource, 'title'>): Refusal =>
  refuse(
    `a path or a name of "${title}" refers to a secret, and those are shown to everybody`,
    'take the secret out of it',
  )

/** A script is an argument of the shell that runs it, and every user of the host can read those. */
const secretInScript = ({ title }: Resource): Refusal =>
  refuse(`the script of "${title}" refers to a secret, which others on the host could read`, 'give it by stdin')
