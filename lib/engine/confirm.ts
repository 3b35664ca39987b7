import { netOf } from '../core/by-step.ts'
import { sentence } from '../core/failure.ts'
import { type NetOperation, netEffect } from '../core/net-effect.ts'
import type { Step } from '../core/plan.ts'
import type { HostRun } from './host-run.ts'
import { leaveNotes } from './leave-notes.ts'
import { planHost } from './plan-host.ts'

/** Reads and plans once more: every run proves its own idempotence, and what still wants changing is a fault. */
export async function confirm(run: HostRun): Promise<boolean> {
  const { steps, items, operations: planned } = await planHost({ ...run, confirms: true }, run.items)
  await leaveNotes(run, items)
  const net = netEffect(planned)
  let converged = true
  for (const step of steps) {
    const reason = run.failures.ignored.has(step.id) ? undefined : unsettled(step, net)
    if (reason === undefined) continue
    converged = false
    run.report(step, 'failed', { reason: `not converged: ${reason}`, planned, net })
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
