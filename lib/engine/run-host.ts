import { withOdds } from '../core/at-odds.ts'
import { isActive } from '../core/attempt-states.ts'
import type { Item } from '../core/build.ts'
import type { Phase } from '../core/event.ts'
import { factsOf } from '../core/fact.ts'
import { Held, type Refusal, sentence } from '../core/failure.ts'
import { grouped } from '../core/grouped.ts'
import { guardWords, isSameGuard } from '../core/guard.ts'
import { netEffect } from '../core/net-effect.ts'
import type { Plan, Step } from '../core/plan.ts'
import { applySteps, statusOf, whyLeft } from './apply-steps.ts'
import { bury, tellDied } from './bury.ts'
import { confirm } from './confirm.ts'
import { confirmGuard, giveUp } from './end-guard.ts'
import { failing, passing, policyOf, rescuing, waitToRetry } from './failure-policy.ts'
import { awaitLock } from './host-lock.ts'
import { changeWords, foundBy, type HostRun } from './host-run.ts'
import { forget } from './host-state.ts'
import { judge } from './judge.ts'
import { planHost, planOn } from './plan-host.ts'
import { refusalOf } from './refusal-words.ts'
import { detachedNames } from './requests.ts'

/**
 * The loop: read, plan, apply, and where something was changed read and plan once more. Steps that only the host can
 * decide after earlier ones have run are read and planned when their turn comes. Who has waited for another run reads and
 * plans anew. True: the host is as described.
 */
export async function runHost(run: HostRun): Promise<boolean> {
  const { hostState, items, mode } = run
  const before = [...run.attempts.states]
  if (hostState.stale && mode === 'apply') forget(hostState)
  phase(run, 'reading')
  const read = await planHost(run, items)
  tellDied(run)
  if (mode === 'verify') return judge(run, read)
  const planned = await settled(run, items, read, (plan) => withOdds(plan, ({ state }) => planOn(state, run, items)))
  const first = (await run.approve?.(planned, false)) ?? planned
  if (mode === 'plan') return reportPlan(run, first)
  if (isRefused(first)) return refuseAll(run, first) !== 'failed'
  try {
    const applied = await applyAll(run, first).finally(() => giveUp(run))
    if (applied !== 'failed') await bury(run)
    if (applied !== 'changed') return applied === 'ok'
  } catch (error) {
    if (!(error instanceof Held)) throw error
    await waitFor(error.holder, run, first)
    forget(hostState)
    run.attempts.states.clear()
    for (const [key, state] of before) run.attempts.states.set(key, state)
    return runHost(run)
  }
  phase(run, 'confirming')
  const rescued = rescuedIn(run)
  const converged = await confirm(run)
  const late = run.items.filter(({ resource }) => isLate(resource, run.attempts, rescued))
  return (await rescueLate({ ...run, items: late })) && converged
}

const rescuedIn = ({ attempts: { states } }: HostRun): ReadonlySet<string> =>
  new Set([...states].flatMap(([key, state]) => (state === 'rescued' ? [key] : [])))

/** Whether it is left to what rescues, or is done always, by the last look alone: at that time all has been carried out. */
const isLate = (resource: Item['resource'], attempts: HostRun['attempts'], before: ReadonlySet<string>): boolean =>
  isActive(attempts, resource) &&
  (resource.attempts ?? []).some(
    ({ of, list }) => list !== 'try' && attempts.states.get(of.key) === 'rescued' && !before.has(of.key),
  )

/** Carries out the rescues of steps that have not converged. True: the host is as these describe. */
async function rescueLate(run: HostRun): Promise<boolean> {
  if (run.items.length === 0) return true
  phase(run, 'reading')
  const plan = await planRest(run, run.items)
  if (isRefused(plan)) return refuseAll(run, plan) !== 'failed'
  const applied = await applyAll(run, plan).finally(() => giveUp(run))
  return applied === 'changed' ? confirm(run) : applied === 'ok'
}

/** A plan in which what is refused, and is rescued, has given way to its rescue. */
async function settled(run: HostRun, items: readonly Item[], read: Plan, look = (plan: Plan) => plan): Promise<Plan> {
  const planned = passing(look(read), run)
  return rescuing(run, planned) ? settled(run, items, await planHost(run, items), look) : planned
}

async function waitFor(other: string, run: HostRun, { operations }: Plan): Promise<void> {
  const [first] = operations
  const { hostState, fleet, holder, lockTimeout, signal } = run
  await awaitLock(other, {
    session: await hostState.session(),
    privilege: hostState.privilege(first?.privilege ?? hostState.privilegeKey(undefined)),
    holder,
    takesUp: detachedNames(operations),
    timeout: lockTimeout,
    signal,
    holdsOthers: fleet.holdsOther(hostState.host.name),
    onWait: (words) => phase(run, 'blocked', words),
  })
}

function phase({ emit, play, host }: HostRun, phase: Phase, reason?: string) {
  emit({ type: 'host', play: play.name, host, phase, ...(reason === undefined ? {} : { reason }) })
}

function reportPlan(run: HostRun, plan: Plan): boolean {
  const net = netEffect(plan.operations)
  const changing = new Set(net.flatMap(({ steps }) => steps))
  const refuse = refuser(run)
  for (const [at, step] of plan.steps.entries()) {
    const guard = plan.items[at]?.resource.guard
    const guarded = guard === undefined ? [] : [guardWords(guard, run.hostState.host.connect.kind === 'ssh')]
    if (step.outcome === 'deferred')
      run.report(step, 'deferred', {
        reason: [`planned when an earlier step has run, for it needs ${step.waitsFor}`, ...guarded].join('; '),
      })
    else if (step.outcome === 'refused') refuse(step, step.refusal)
    else {
      const words = [changeWords(run, step.id, plan.operations, net) ?? [], changing.has(step.id) ? guarded : []].flat()
      const reason = words.length === 0 ? foundBy(step) : { reason: words.join('; ') }
      run.report(step, changing.has(step.id) ? statusOf(step) : 'ok', { planned: plan.operations, net, ...reason })
    }
  }
  run.hostState.state = plan.state
  return plan.steps.every(({ outcome }) => outcome !== 'refused')
}

function refuseAll(run: HostRun, { steps }: Plan): 'failed' {
  const first = steps.findIndex(({ outcome }) => outcome === 'refused')
  const refuse = refuser(run)
  steps.forEach((step, at) => {
    if (step.outcome === 'refused') refuse(step, step.refusal)
    else run.report(step, 'skipped', { reason: at < first ? 'a later step is refused' : 'an earlier step is refused' })
  })
  return 'failed'
}

/** Reports refused steps. What refuses several of them, such as one wrong password, is told once. */
function refuser(run: HostRun): (step: Step, refusal: Refusal) => void {
  const told = new Set<string>()
  return (step, refusal) => {
    const { status, reason } = refusalOf(sentence(refusal), run.hostState)
    if (told.has(reason)) run.report(step, 'skipped', { reason: 'refused for the same reason as an earlier step' })
    else run.report(step, status, { reason })
    told.add(reason)
  }
}

/** Applies what is planned, step by deferred step. `ok`: there was nothing to do. */
async function applyAll(run: HostRun, first: Plan): Promise<'ok' | 'changed' | 'failed'> {
  let changed = false
  let left = run.items
  for (let plan = first; ; ) {
    const end = plan.steps.findIndex(({ outcome }) => outcome === 'deferred')
    const ready = end < 0 ? plan.steps : plan.steps.slice(0, end)
    const rest = plan.steps.slice(ready.length)
    const ids = new Set(ready.map(({ id }) => id))
    const planned = plan.operations.filter(({ step }) => ids.has(step))
    const net = netEffect(planned)
    if (net.length > 0) phase(run, 'applying')
    changed ||= net.length > 0
    if (net.length > 0) expect(run, plan)
    const applied = await applySteps(run, { steps: ready, items: plan.items, planned, net }).finally(
      () => net.length > 0 && run.fleet.invalidate(run.hostState),
    )
    const goesOn = applied.ok || applied.open !== undefined
    const open = new Set([...(applied.open ?? []), ...rest.map(({ id }) => id)])
    const later = plan.items.find(({ id }) => open.has(id))?.resource.guard
    const isConfirmed = goesOn && (isSameGuard(run.hostState.armed?.guard, later) || (await confirmGuard(run)))
    if (!isConfirmed) return skipRest(run, rest)
    left = stillLeft(left, plan, open)
    if (!hasActive(run, left)) return run.attempts.isLost ? 'failed' : changed ? 'changed' : 'ok'
    if (applied.ok && ready.length === 0 && !leavesStuck(run, plan)) return skipRest(run, rest.slice(1))
    if (applied.open !== undefined) await waitToRetry(applied.delay, run)
    phase(run, 'reading')
    plan = await planRest(run, left)
    while (isRefused(plan)) {
      if (!unwinds(run, plan, left)) return refuseAll(run, plan)
      plan = await planRest(run, left)
    }
  }
}

/** What a host will have, it need not tell. */
function expect({ fleet: { contents }, hostState: { host } }: HostRun, { items, state }: Plan): void {
  for (const { question } of items.flatMap(({ resource }) => factsOf(resource.reads)))
    if (question.ask === 'content') contents.add(host.name, state, question.path)
}

async function planRest(run: HostRun, left: readonly Item[]): Promise<Plan> {
  const next = await settled(run, left, await planHost({ ...run, ahead: [] }, left))
  return (await run.approve?.(next, true)) ?? next
}

const isRefused = ({ steps }: Plan): boolean => steps.some(({ outcome }) => outcome === 'refused')

/** Whether something is still to be done, for it is done always, though a step is refused where others were carried out. */
function unwinds(run: HostRun, { steps, items }: Plan, left: readonly Item[]): boolean {
  const refuse = refuser(run)
  for (const [at, step] of steps.entries())
    if (step.outcome === 'refused') {
      failing(run, items[at])
      refuse(step, step.refusal)
    }
  return run.attempts.isLost && hasActive(run, left)
}

const hasActive = ({ attempts }: HostRun, items: readonly Item[]): boolean =>
  items.some(({ resource }) => isActive(attempts, resource))

/** What was planned and is still open, and what was not, for its attempt has not come to it, in their order. */
function stillLeft(items: readonly Item[], plan: Plan, open: ReadonlySet<string>): Item[] {
  const given = new Set(items.map(({ id }) => id))
  const planned = new Set(plan.items.map(({ id }) => id))
  const rootOf = (item: Item): string => (given.has(item.id) || item.asker === undefined ? item.id : rootOf(item.asker))
  const followers = grouped(
    plan.items.filter(({ id }) => !given.has(id)),
    rootOf,
  )
  return askedAnew(
    items
      .flatMap((item) => [item, ...(followers.get(item.id) ?? [])])
      .filter(({ id }) => open.has(id) || !planned.has(id)),
  )
}

/** What asks is asked anew, and others may follow from it then. */
function askedAnew(items: readonly Item[]): Item[] {
  const ids = new Set(items.map(({ id }) => id))
  return items.filter(({ asker }) => asker === undefined || !ids.has(asker.id))
}

function skipRest(run: HostRun, rest: readonly Step[]): 'failed' {
  for (const step of rest) run.report(step, 'skipped', { reason: whyLeft(run.signal) })
  return 'failed'
}

/** The first step of a plan needs what nothing makes known. True: something is left to be done all the same. */
function leavesStuck(run: HostRun, { steps: [step], items: [item] }: Plan): boolean {
  if (step?.outcome !== 'deferred') return false
  const reason = `it needs ${step.waitsFor}, which no earlier step makes known`
  const policy = policyOf(run, item, reason)
  if (policy !== undefined && 'rescued' in policy) return true
  run.report(step, 'failed', { reason })
  return policy !== undefined && run.attempts.isLost && hasActive(run, run.items)
}
