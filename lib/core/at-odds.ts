import { factsOf } from './fact.ts'
import { type Refusal, refuse } from './failure.ts'
import { type NetOperation, netEffect } from './net-effect.ts'
import { refused } from './obstacles.ts'
import { isAtOrBelow } from './paths.ts'
import type { Plan } from './plan.ts'
import { pathsOf } from './question.ts'
import { realPath } from './state.ts'

/**
 * A plan in which steps that are at odds with each other are refused, before anything is changed. `again` is the plan of the
 * same on the state that it predicts: what would still change a path that it has changed, or be refused because of it, could
 * never come to rest. Where it changes nothing, nobody asks for that second plan.
 */
export function withOdds(plan: Plan, again: (plan: Plan) => Plan): Plan {
  const net = netEffect(plan.operations)
  if (net.length === 0 || plan.steps.some(({ outcome }) => outcome === 'refused')) return plan
  const changed = new Set(net.flatMap(pathsIn))
  const second = again(plan)
  const refusals = new Map([...refusedNow(plan, second, changed), ...changedAgain(plan, second, changed)])
  return refusals.size === 0 ? plan : { ...plan, steps: plan.steps.map((step) => refused(step, refusals.get(step.id))) }
}

const pathsIn = ({ operation }: NetOperation): string[] =>
  operation.op === 'run' ? [] : operation.op === 'move' ? [operation.from, operation.to] : [operation.path]

/** Which steps have to do with a path, by what they are called. */
function titlesAt({ steps, operations }: Plan, isMeant: (path: string) => boolean): Map<string, string> {
  const ids = new Set(netEffect(operations).flatMap((net) => (pathsIn(net).some(isMeant) ? net.steps : [])))
  return new Map(steps.flatMap(({ id, title }) => (ids.has(id) ? [[id, title] as const] : [])))
}

function changedAgain(plan: Plan, second: Plan, changed: ReadonlySet<string>): [string, Refusal][] {
  return netEffect(second.operations).flatMap((net) =>
    pathsIn(net)
      .filter((path) => changed.has(path))
      .flatMap((path) => {
        const touching = [plan, second].flatMap((one) => [...titlesAt(one, (other) => isAtOrBelow(path, other))])
        const words = `when all of this is done, it would change ${path} again`
        return net.steps.map((id): [string, Refusal] => [id, odds(words, id, touching)])
      }),
  )
}

function odds(words: string, id: string, touching: readonly (readonly [string, string])[]): Refusal {
  const others = new Set(touching.flatMap(([other, title]) => (other === id ? [] : [`"${title}"`])))
  return others.size === 0
    ? refuse(words, 'it never comes to rest: say once what shall be there')
    : refuse(`it is at odds with ${[...others].join(', ')}: ${words}`, 'keep one of them, or give each its own path')
}

/** What the plan itself makes impossible: it reads what was changed. */
function refusedNow(plan: Plan, second: Plan, changed: ReadonlySet<string>): [string, Refusal][] {
  const { steps, items, state } = second
  const reads = new Map(items.map(({ id, resource }) => [id, factsOf(resource.reads).filter(({ host }) => !host)]))
  return steps.flatMap((step): [string, Refusal][] => {
    if (step.outcome !== 'refused') return []
    const read = reads.get(step.id)?.flatMap(({ question }) => pathsOf(question)) ?? []
    const reals = [...read, ...read.map((path) => realPath(state, path, true))]
    const isRead = (path: string) => changed.has(path) && reals.some((real) => isAtOrBelow(real, path))
    const touching = [...titlesAt(plan, isRead)]
    if (touching.length === 0) return []
    const words = `when all of this is done, it could not be done again (${step.refusal.refusal})`
    return [[step.id, odds(words, step.id, touching)]]
  })
}
