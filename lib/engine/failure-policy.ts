import type { Item } from '../core/build.ts'
import { sentence } from '../core/failure.ts'
import type { Plan } from '../core/plan.ts'
import { pause } from '../transport/time.ts'
import type { HostRun } from './host-run.ts'

/** What becomes of a step that has failed: it is tried again, or let pass with a word of warning. */
export type Policy = { readonly again: number } | { readonly pass: string } | undefined

/** What the playbook says of the failure of a step. Counts how often it was tried. */
export function policyOf({ failures, signal }: HostRun, item: Item | undefined, reason: string): Policy {
  if (item === undefined || signal?.aborted || !('plan' in item.resource)) return undefined
  const { retry, ignoreFailure } = item.resource
  const tried = failures.tried.get(item.id) ?? 0
  if (retry !== undefined && tried < retry.times) {
    failures.tried.set(item.id, tried + 1)
    return { again: retry.delay }
  }
  if (ignoreFailure !== true) return undefined
  failures.ignored.add(item.id)
  return { pass: `failed, and that is ignored: ${reason}` }
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
export async function waitToRetry(seconds: number, { emit, play, hostState, signal }: HostRun): Promise<void> {
  if (seconds === 0 || signal?.aborted) return
  const reason = `a step has failed, and is tried again in ${seconds} s`
  emit({ type: 'host', play: play.name, host: hostState.host.name, phase: 'waiting', reason })
  const ended = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
  await pause(seconds * 1000, ended)
}
