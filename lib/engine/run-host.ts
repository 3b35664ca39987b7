import type { Event, Status } from '../core/event.ts'
import { sentence } from '../core/failure.ts'
import type { PlanResult, Step } from '../core/plan.ts'
import type { Play } from '../core/playbook.ts'
import { type NetOperation, settle } from '../core/settle.ts'
import type { Resource } from '../core/task.ts'
import { applySteps, whyLeft } from './apply-steps.ts'
import { changesOf } from './changes.ts'
import { forget, type HostState } from './host-state.ts'
import { planHost, type World } from './plan-host.ts'

export interface HostRun {
  readonly play: Play
  readonly known: HostState
  readonly resources: readonly Resource[]
  readonly world: World
  readonly dryRun: boolean
  readonly signal?: AbortSignal | undefined
  emit(event: Event): void
  /** Called once for each resource, in any order. */
  report(index: number, status: Status, detail?: { reason?: string; step?: Step; net?: readonly NetOperation[] }): void
}

/**
 * The loop: read, plan, apply, and where something was changed read and plan once more. Steps that only the host can
 * decide after earlier ones have run are read and planned when their turn comes. True: the host is as described.
 */
export async function runHost(run: HostRun): Promise<boolean> {
  const { known, resources, dryRun } = run
  if (known.stale && !dryRun) forget(known)
  phase(run, 'reading')
  const first = await planAll(run, resources)
  if (dryRun) return predictOnly(run, first)
  const refused = first.steps.find(({ outcome }) => outcome === 'refused')
  if (refused) return refuseAll(run, first.steps, 0)
  const applied = await applyAll(run, first)
  if (applied !== 'changed') return applied === 'ok'
  phase(run, 'confirming')
  return confirm(run)
}

const planAll = ({ known, play, world }: HostRun, resources: readonly Resource[]): Promise<PlanResult> =>
  planHost(known, resources, play.options.become, world)

function phase({ emit, play, known }: HostRun, phase: 'reading' | 'applying' | 'confirming') {
  emit({ type: 'host', play: play.name, host: known.host.name, phase })
}

function predictOnly(run: HostRun, { steps, state }: PlanResult): boolean {
  const net = settle(steps)
  for (const step of steps) {
    if (step.outcome === 'deferred')
      run.report(step.index, 'deferred', { reason: `known once this is: ${step.waitsFor}` })
    else if (step.outcome === 'refused') run.report(step.index, 'refused', { reason: sentence(step.refusal) })
    else run.report(step.index, isNet(step, net) ? 'changed' : 'ok', { step, net })
  }
  run.known.state = state
  return steps.every(({ outcome }) => outcome !== 'refused')
}

const isNet = (step: Step, net: readonly NetOperation[]): boolean => net.some(({ steps }) => steps.includes(step.index))

function refuseAll(run: HostRun, steps: readonly Step[], offset: number): false {
  const first = steps.findIndex(({ outcome }) => outcome === 'refused')
  steps.forEach((step, at) => {
    if (step.outcome === 'refused') run.report(offset + step.index, 'refused', { reason: sentence(step.refusal) })
    else
      run.report(offset + step.index, 'skipped', {
        reason: at < first ? 'a later step is refused' : 'an earlier step is refused',
      })
  })
  return false
}

/** Applies what is planned, step by deferred step. `ok`: there was nothing to do. */
async function applyAll(run: HostRun, first: PlanResult): Promise<'ok' | 'changed' | 'failed'> {
  let changed = false
  let offset = 0
  let result = first
  for (;;) {
    const end = result.steps.findIndex(({ outcome }) => outcome === 'deferred')
    const ready = end < 0 ? result.steps : result.steps.slice(0, end)
    const net = settle(ready)
    if (net.length > 0) phase(run, 'applying')
    changed ||= net.length > 0
    const ok = await applySteps(run, ready, net, offset).finally(() => net.length > 0 && run.world.changed(run.known))
    const rest = result.steps.slice(ready.length)
    if (!ok) return skipRest(run, rest, offset)
    if (rest.length === 0) break
    if (ready.length === 0) return stuck(run, rest, offset)
    offset += ready.length
    phase(run, 'reading')
    result = await planAll(run, run.resources.slice(offset))
    if (result.steps.some(({ outcome }) => outcome === 'refused')) {
      refuseAll(run, result.steps, offset)
      return 'failed'
    }
  }
  return changed ? 'changed' : 'ok'
}

function skipRest(run: HostRun, rest: readonly Step[], offset: number): 'failed' {
  for (const step of rest) run.report(offset + step.index, 'skipped', { reason: whyLeft(run.signal) })
  return 'failed'
}

function stuck(run: HostRun, [step, ...rest]: readonly Step[], offset: number): 'failed' {
  if (step?.outcome === 'deferred') {
    const reason = `nothing makes known what it waits for: ${step.waitsFor}`
    run.report(offset + step.index, 'failed', { reason })
  }
  return skipRest(run, rest, offset)
}

/** Every run proves its own idempotence: what still wants changing is a fault. */
async function confirm(run: HostRun): Promise<boolean> {
  const { steps } = await planAll(run, run.resources)
  const net = settle(steps)
  let converged = true
  for (const step of steps) {
    const reason = unsettled(step, net)
    if (reason === undefined) continue
    converged = false
    run.report(step.index, 'failed', { reason: `not converged: ${reason}`, step, net })
  }
  return converged
}

function unsettled(step: Step, net: readonly NetOperation[]): string | undefined {
  if (step.outcome === 'refused') return sentence(step.refusal)
  if (step.outcome === 'deferred') return `it waits for ${step.waitsFor}`
  if (!isNet(step, net)) return undefined
  const paths = changesOf(step, net).flatMap((change) => (change.kind === 'run' ? [] : [change.path]))
  return paths.length === 0
    ? 'it has run, and would run again'
    : `after it was applied, it would change ${paths.join(', ')} again`
}
