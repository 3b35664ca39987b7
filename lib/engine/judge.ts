import { sentence } from '../core/failure.ts'
import type { Operation } from '../core/operation.ts'
import type { Plan, Step } from '../core/plan.ts'
import { foundBy, type HostRun } from './host-run.ts'

/** Judges a host as it is: what a check refuses, and what a task would change, is a fault. It keeps no later play from judging. */
export function judge(run: HostRun, { steps }: Plan): true {
  for (const step of steps) {
    const fault = faultOf(step)
    if (fault !== undefined) run.report(step, 'failed', { reason: fault })
    else run.report(step, 'ok', foundBy(step))
  }
  return true
}

function faultOf(step: Step): string | undefined {
  switch (step.outcome) {
    case 'ok':
      return undefined
    case 'refused':
      return sentence(step.refusal)
    case 'deferred':
      return `it cannot be told: it needs ${step.waitsFor}`
    case 'change':
      return `not as described: ${[...new Set(step.operations.map((one) => words(one, step)))].join(', ')} would make it so`
  }
}

function words(operation: Operation, { title }: Step): string {
  switch (operation.op) {
    case 'move':
      return `moving ${operation.from} to ${operation.to}`
    case 'run':
      // Its script is ours, and says nothing to whoever wrote the playbook.
      return `carrying out ${JSON.stringify(title)}`
    default:
      return `${operation.op} ${operation.path}`
  }
}
