import type { Status } from '../core/event.ts'
import type { Step } from '../core/plan.ts'
import type { NetOperation } from '../core/settle.ts'
import { apply, changedSince, type Outcome } from './apply.ts'
import { levelOfResource } from './plan-host.ts'
import type { HostRun } from './run-host.ts'

/** Applies the net operations of steps and reports each step once, as soon as it is known how it ended. */
export async function applySteps(
  run: HostRun,
  steps: readonly Step[],
  net: readonly NetOperation[],
  offset: number,
): Promise<boolean> {
  const { known, play, signal } = run
  const open = new Map(steps.map((step) => [step.index, net.filter((one) => one.steps.includes(step.index)).length]))
  const close = (step: Step | undefined, status: Status, reason?: string) => {
    if (step === undefined || !open.delete(step.index)) return
    run.report(offset + step.index, status, { step, net, ...(reason ? { reason } : {}) })
  }
  for (const step of steps) if (open.get(step.index) === 0) close(step, 'ok')
  if (net.length === 0) return true

  const onOutcome = (outcome: Outcome) => {
    for (const index of outcome.net.steps) {
      const step = steps.find((candidate) => candidate.index === index)
      const left = (open.get(index) ?? 0) - 1
      if (outcome.status !== 0) close(step, changedSince(outcome) ? 'refused' : 'failed', failure(outcome))
      else if (left === 0) close(step, 'changed', outcome.net.operation.op === 'run' ? undefined : outcome.said)
      else if (open.has(index)) open.set(index, left)
    }
  }
  const progress = { type: 'progress', play: play.name, host: known.host.name } as const
  const ok = await apply(net, {
    session: await known.session(),
    local: run.world.local,
    signal,
    level: ({ resource }) => levelOfResource(known, resource, play.options.become),
    onOutcome,
    onUpload: ({ steps: [index = 0] }, bytes, total) => run.emit({ ...progress, index: offset + index, bytes, total }),
  })
  for (const step of steps) close(step, 'skipped', whyLeft(signal))
  return ok
}

/** Why a step was left out. */
export const whyLeft = (signal: AbortSignal | undefined): string =>
  signal?.aborted ? 'interrupted: run again' : 'an earlier step did not succeed'

function failure(outcome: Outcome): string {
  const { status, said, net } = outcome
  if (changedSince(outcome)) return `${said} since it was planned: run again`
  const what = net.operation.op === 'run' ? `the command ended with status ${status}` : `${net.operation.op} failed`
  return said ? `${what}: ${said.split('\n').slice(-20).join('\n')}` : what
}
