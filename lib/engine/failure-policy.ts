import type { Attempt } from '../core/attempt-part.ts'
import { fails, isActive, isRescuable } from '../core/attempt-states.ts'
import type { Item } from '../core/build.ts'
import { sentence } from '../core/failure.ts'
import type { Plan } from '../core/plan.ts'
import { pause } from '../transport/time.ts'
import type { HostRun } from './host-run.ts'

/**
 * What becomes of a step that has failed: it is tried again; let pass with a word of warning; left to the rescue of its attempt; or it has
 * failed, and what is done always is still to be done.
 */
export type Policy =
  | { readonly again: number }
  | { readonly pass: string }
  | { readonly rescued: true }
  | { readonly fails: true }
  | undefined

/** What the playbook says of the failure of a step. Counts how often it was tried. */
export function policyOf(run: HostRun, item: Item | undefined, reason: string): Policy {
  const { failures, signal } = run
  if (item === undefined || signal?.aborted) return undefined
  const { retry } = 'plan' in item.resource ? item.resource : {}
  const tried = failures.tried.get(item.id) ?? 0
  if (retry !== undefined && tried < retry.times) {
    failures.tried.set(item.id, tried + 1)
    return { again: retry.delay }
  }
  return withoutRetry(run, item, reason)
}

/** The same of a step that would fail no other way if it were tried again. */
export function withoutRetry(run: HostRun, item: Item | undefined, reason: string): Exclude<Policy, { again: number }> {
  if (item === undefined || run.signal?.aborted) return undefined
  const isIgnored = 'ignoreFailure' in item.resource && item.resource.ignoreFailure === true
  if (!isIgnored) return leaveIt(run, item, `failed, and is rescued: ${reason}`)
  run.failures.ignored.add(item.id)
  return { pass: `failed, and that is ignored: ${reason}` }
}

/** Leaves a step that did not succeed to the attempts that it is in. */
function leaveIt(run: HostRun, { id, resource }: Item, words: string): ReturnType<typeof withoutRetry> {
  if (resource.attempts === undefined) return undefined
  if (!fails(run.attempts, resource, rescuesIn(run))) return { fails: true }
  run.attempts.rescued.set(id, words)
  return { rescued: true }
}

/** Where the user has left out all of a rescue, there is none. */
const rescuesIn =
  ({ all }: HostRun) =>
  ({ key, hasRescue }: Attempt): boolean => {
    const own = all.flatMap(({ resource }) => resource.attempts?.filter(({ of }) => of.key === key) ?? [])
    return own.length === 0 ? hasRescue : own.some(({ list }) => list === 'rescue')
  }

/**
 * Leaves the refused steps of a plan to their attempts. False: one of them is in none that has a rescue, or none is refused, and nothing
 * is noted.
 */
export function rescuing(run: HostRun, { steps, items }: Plan): boolean {
  const refused = steps.flatMap((step, at) => {
    const item = items[at]
    return step.outcome === 'refused' && item !== undefined ? [{ item, refusal: step.refusal }] : []
  })
  const isRescued = refused.every(({ item }) => isRescuable(item.resource, rescuesIn(run)))
  if (refused.length === 0 || !isRescued) return false
  for (const { item, refusal } of refused)
    if (isActive(run.attempts, item.resource)) leaveIt(run, item, `refused, and is rescued: ${sentence(refusal)}`)
  return true
}

/** Takes note of what is refused where others were carried out: no rescue is looked for. */
export function failing({ attempts }: HostRun, item: Item | undefined): void {
  if (item !== undefined) fails(attempts, item.resource, () => false)
}

/** Something of these has not succeeded, in another way than by a step of theirs: of their attempts, only what is done always is left. */
export function abandon({ attempts }: Pick<HostRun, 'attempts'>, items: readonly Item[]): void {
  if (attempts.isLost) return
  for (const { resource } of items)
    for (const { of, list } of resource.attempts ?? [])
      if (list !== 'always' && !attempts.states.has(of.key)) attempts.states.set(of.key, 'failed')
  attempts.isLost = true
}

/** The same plan, in which a refusal that is ignored is a warning. */
export function passing(plan: Plan, { failures }: HostRun): Plan {
  const ignoring = new Set(plan.items.flatMap(({ id, resource }) => ('ignoreFailure' in resource ? [id] : [])))
  if (ignoring.size === 0) return plan
  return {
    ...plan,
    steps: plan.steps.map((step) => {
      if (step.outcome !== 'refused' || !ignoring.has(step.id)) return step
      failures.ignored.add(step.id)
      const { id, task, title } = step
      return {
        id,
        task,
        title,
        outcome: 'ok',
        found: `refused, and that is ignored: ${sentence(step.refusal)}`,
        warns: true,
      }
    }),
  }
}

/** Waits until a step is tried again, or the run is ended. */
export async function waitToRetry(seconds: number, { emit, play, host, signal }: HostRun): Promise<void> {
  if (seconds === 0 || signal?.aborted) return
  const reason = `a step has failed, and is tried again in ${seconds} s`
  emit({ type: 'host', play: play.name, host, phase: 'waiting', reason })
  const ended = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
  await pause(seconds * 1000, ended)
}
