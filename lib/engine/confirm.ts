import { netOf } from '../core/by-step.ts'
import { sentence } from '../core/failure.ts'
import { type NetOperation, netEffect } from '../core/net-effect.ts'
import type { Step } from '../core/plan.ts'
import { withoutRetry } from './failure-policy.ts'
import type { HostRun } from './host-run.ts'
import { leaveNotes } from './leave-notes.ts'
import { planHost } from './plan-host.ts'

/**
 * Reads and plans once more: every run proves its own idempotence, and what still wants changing is a fault, as a step is that has
 * failed: it may be ignored, or rescued. False: one is neither.
 */
export async function confirm(run: HostRun): Promise<boolean> {
  const { steps, items, operations: planned } = await planHost({ ...run, confirms: true }, run.items)
  await leaveNotes(run, items)
  const net = netEffect(planned)
  let converged = true
  for (const [at, step] of steps.entries()) {
    const why = run.failures.ignored.has(step.id) ? undefined : unsettled(step, net)
    if (why === undefined) continue
    const reason = `not converged: ${why}`
    const policy = withoutRetry(run, items[at], reason)
    const warning = { warning: true, planned, net } as const
    if (policy !== undefined && 'pass' in policy) run.report(step, 'ok', { reason: policy.pass, ...warning })
    else if (policy !== undefined && 'rescued' in policy)
      run.report(step, 'ok', { reason: run.attempts.rescued.get(step.id) ?? reason, ...warning })
    else {
      converged = false
      run.report(step, 'failed', { reason, planned, net })
    }
  }
  return converged
}

function unsettled(step: Step, net: readonly NetOperation[]): string | undefined {
  if (step.outcome === 'refused') return sentence(step.refusal)
  if (step.outcome === 'deferred') return `it still needs ${step.waitsFor}`
  const own = netOf(net, step.id).map(({ operation }) => operation)
  if (own.length === 0) return undefined
  const paths = own.flatMap((operation) =>
    operation.op === 'run' ? [] : [operation.op === 'move' ? operation.to : operation.path],
  )
  return paths.length === 0
    ? 'it has run, and would run again'
    : `after it was applied, it would change ${[...new Set(paths)].join(', ')} again`
}
