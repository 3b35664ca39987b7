import { answer, isUnasked } from './answer.ts'
import type { Fact, Question } from './fact.ts'
import { pathsOf } from './fact.ts'
import { isRefusal, type Refusal } from './failure.ts'
import { type Operation, touchedBy } from './operation.ts'
import { isAtOrBelow } from './paths.ts'
import { blur, type Identity, predict } from './predict.ts'
import { type Effect, fork, type State, unknown } from './state.ts'
import type { Resource } from './task.ts'

/** What came of one resource in a plan. `ok` has no operations; `change` has some; the others say why there are none. */
export type Step = { readonly index: number; readonly resource: Resource } & (
  | { readonly outcome: 'ok' }
  | { readonly outcome: 'change'; readonly moves: readonly Move[] }
  | { readonly outcome: 'deferred'; readonly waitsFor: string }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
)

/** An operation with what it does to each real path. */
export interface Move {
  readonly operation: Operation
  readonly effects: readonly Effect[]
}

export interface PlanResult {
  readonly steps: readonly Step[]
  /** The state after all of it. */
  readonly state: State
  /** Questions to ask before the plan is complete; the steps that read them are only provisionally deferred. */
  readonly unasked: readonly Asked[]
}

export interface Asked {
  readonly question: Question
  readonly host?: string
  readonly resource: Resource
}

export interface PlanInput {
  readonly resources: readonly Resource[]
  readonly state: State
  /** Who acts for a resource on the host. */
  identity(resource: Resource): Identity
  /** The state of another host, for `on(host, fact)`. */
  elsewhere(host: string): State | undefined
}

/** Folds resources over a state: each is planned on what those before it will have done. */
export function plan({ resources, state: start, identity, elsewhere }: PlanInput): PlanResult {
  const state = fork(start)
  const unasked: Asked[] = []
  const steps = resources.map((resource, index): Step => {
    const answers: Record<string, unknown> = {}
    const waiting: string[] = []
    for (const [name, fact] of Object.entries(resource.reads)) {
      const found = ask(fact)
      if (isUnasked(found)) {
        unasked.push({ question: found.unasked, resource, ...(fact.host === undefined ? {} : { host: fact.host }) })
        waiting.push('an answer')
      } else if (found === unknown) waiting.push(describe(fact))
      else answers[name] = found
    }
    if (waiting.length > 0) {
      blur(
        state,
        Object.values(resource.reads)
          .filter(({ host }) => host === undefined)
          .map(({ question }) => question),
      )
      return { index, resource, outcome: 'deferred', waitsFor: [...new Set(waiting)].join(', ') }
    }
    const planned = resource.plan(answers)
    if (isRefusal(planned)) return { index, resource, outcome: 'refused', refusal: planned }
    if (planned.length === 0) return { index, resource, outcome: 'ok' }
    mustBeLocal(resource, planned)
    return {
      index,
      resource,
      outcome: 'change',
      moves: planned.map((operation) => advance(operation, identity(resource))),
    }
  })
  return { steps, state, unasked }

  function ask({ question, host }: Fact<unknown>): unknown {
    if (host === undefined) return answer(state, question)
    const other = elsewhere(host)
    return other === undefined ? { unasked: question } : answer(other, question)
  }

  function advance(operation: Operation, who: Identity): Move {
    const from = state.log.length
    predict(state, operation, who)
    return { operation, effects: state.log.slice(from) }
  }
}

const describe = ({ question, host }: Fact<unknown>): string => {
  const what = question.ask === 'command' ? firstLine(question.script) : (pathsOf(question)[0] ?? question.ask)
  return host === undefined ? what : `${what} on ${host}`
}

const firstLine = (script: string): string => script.split('\n')[0]?.replace(/^# */, '') ?? ''

/** The law of locality: a resource touches only what it reads. Breaking it is a bug of the task. */
function mustBeLocal(resource: Resource, operations: readonly Operation[]) {
  const read = Object.values(resource.reads)
    .filter(({ host }) => host === undefined)
    .flatMap(({ question }) => pathsOf(question))
  for (const path of operations.flatMap(touchedBy)) {
    if (!read.some((known) => isAtOrBelow(path, known))) {
      throw new Error(
        `task ${resource.task} touches ${path}, which it does not read (it reads ${read.join(', ') || 'no path'})`,
      )
    }
  }
}
