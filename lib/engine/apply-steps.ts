import type { Item } from '../core/build.ts'
import { netOf } from '../core/by-step.ts'
import { isFault, type Status } from '../core/event.ts'
import type { NetOperation } from '../core/net-effect.ts'
import { isAlways } from '../core/operation.ts'
import type { Step } from '../core/plan.ts'
import type { PlannedOperation } from '../core/plan-operation.ts'
import { changedSince } from './apply.ts'
import { applyGuarded } from './apply-guarded.ts'
import type { Outcome } from './applying.ts'
import { awaitRestart } from './await-restart.ts'
import { policyOf } from './failure-policy.ts'
import { changeWords, foundBy, type HostRun } from './host-run.ts'
import { interruptedWords } from './interrupted-words.ts'
import { refusalOf } from './refusal-words.ts'
import { detachedNames } from './requests.ts'
import { unknownEnd } from './unknown-end.ts'

interface Ready {
  readonly steps: readonly Step[]
  readonly items: readonly Item[]
  readonly planned: readonly PlannedOperation[]
  readonly net: readonly NetOperation[]
}

/** How the operations of steps ended. Where a failure is not the end, `open` has the steps that are still to be done. */
export type Applied =
  | { readonly ok: boolean; readonly open?: undefined }
  | { readonly ok: false; readonly open: ReadonlySet<string>; readonly delay: number }

/** Applies the net operations of steps and reports each step once, as soon as it is known how it ended. */
export async function applySteps(run: HostRun, { steps, items, planned, net }: Ready): Promise<Applied> {
  const { hostState, play, signal } = run
  const byId = new Map(steps.map((step) => [step.id, step]))
  const open = new Map(steps.map(({ id }) => [id, netOf(net, id).length]))
  const close = (id: string, status: Status, reason?: string, warning?: true) => {
    const step = byId.get(id)
    if (step === undefined || !open.delete(id)) return
    if (isFault(status)) hostState.armed?.failed.add(id)
    const words = reason ?? (status === 'changed' ? changeWords(run, id, planned, net) : undefined)
    const found = words === undefined ? foundBy(step) : { reason: words, ...(warning ? { warning } : {}) }
    run.report(step, status, { planned, net, ...found })
  }
  const onBegin = () => {
    for (const { id } of steps) if (open.get(id) === 0) close(id, 'ok')
  }
  if (net.length === 0) {
    onBegin()
    return { ok: true }
  }

  let failedAt = 0
  let goesOn: { delay: number } | undefined
  let isOver = false
  const fail = (id: string, status: Status, reason: string) => {
    const item = items.find((one) => one.id === id)
    if (!open.has(id)) return
    const policy = policyOf(run, item, reason)
    if (policy === undefined || 'fails' in policy) close(id, status, reason)
    if (policy === undefined) {
      isOver = true
      return
    }
    goesOn = { delay: Math.max(goesOn?.delay ?? 0, 'again' in policy ? policy.again : 0) }
    if ('pass' in policy) close(id, 'ok', policy.pass, true)
    if ('rescued' in policy) close(id, 'ok', run.attempts.rescued.get(id), true)
  }
  const onOutcome = (outcome: Outcome) => {
    if (outcome.status !== 0) failedAt = net.indexOf(outcome.net)
    if (run.trace) tellEnd(run, outcome)
    const refusal = changedSince(outcome) ? refusalOf(failure(outcome, run.mask), hostState) : undefined
    for (const id of outcome.net.steps) {
      if (outcome.status === 0) hostState.done.add(byId.get(id)?.title ?? id)
      const left = (open.get(id) ?? 0) - 1
      if (outcome.status !== 0) fail(id, refusal?.status ?? 'failed', refusal?.reason ?? failure(outcome, run.mask))
      else if (left === 0) close(id, statusOf(byId.get(id)), notes(outcome))
      else if (open.has(id)) open.set(id, left)
    }
  }
  const said = new Map<NetOperation, string>()
  const openEnd = (status: Status, words: string) => (one: NetOperation) => {
    for (const id of one.steps) close(id, status, `${words}; ${unknownEnd(one, id, run, said.get(one))}`)
  }
  const progress = { type: 'progress', play: play.name, host: run.host } as const
  const title = ({ steps: [id = ''] }: NetOperation) => byId.get(id)?.title ?? id
  const onNone = (reason: string) =>
    run.emit({
      type: 'note',
      host: hostState.host.name,
      reason: `nothing of this run can be rolled back there: ${reason}`,
    })
  for (const { privilege } of net) hostState.acted.add(privilege)
  const ok = await applyGuarded(run, net, steps, {
    takesUp: detachedNames(net),
    local: run.fleet.local,
    signal,
    holder: run.holder,
    onBegin,
    restarted: (restart, privilege) => awaitRestart(hostState, restart, { privilege, signal }),
    privilege: (key) => hostState.privilege(key),
    title,
    journal: run.journal && { ...run.journal, title, onNone },
    onOutcome,
    onUnknown: openEnd('skipped', 'started; how it ended is not known'),
    onLeft: openEnd('failed', leftRunning),
    onOutput(one, line) {
      said.set(one, line)
      const {
        steps: [id = ''],
      } = one
      run.emit({ ...progress, type: 'output', id, line })
    },
    onUpload: ({ steps: [id = ''] }, bytes, total) => run.emit({ ...progress, id, bytes, total }),
  })
  if (!ok && goesOn !== undefined && !isOver && !signal?.aborted)
    return { ok, open: new Set(open.keys()), delay: goesOn.delay }
  const begun = new Set(net.slice(0, failedAt).flatMap((one) => one.steps))
  const toCome = new Set(net.slice(failedAt).flatMap((one) => one.steps))
  for (const { id } of steps) close(id, 'skipped', begun.has(id) || !toCome.has(id) ? asOne : whyLeft(signal))
  return { ok }
}

/** A script, its status and what it has printed; of what is no script, its path. */
function tellEnd({ emit, mask, hostState }: HostRun, { net: { operation }, status, output }: Outcome): void {
  const what = operation.op === 'move' ? `${operation.op} ${operation.from} ${operation.to}` : ''
  const question =
    operation.op === 'run' ? operation.script : what || `${operation.op} ${Reflect.get(operation, 'path')}`
  const isSecret = operation.op === 'run' && operation.stdin !== undefined
  const said = isSecret ? `${output.length} characters` : JSON.stringify(mask(output))
  emit({ type: 'answer', host: hostState.host.name, question, answer: `status ${status}, ${said}` })
}

/** What a step is called that has done what it was to do. */
export const statusOf = (step: Step | undefined): Status =>
  step?.outcome === 'change' && step.operations.every(isAlways) ? 'ran' : 'changed'

const asOne = 'left as it was: a step that is carried out together with it did not succeed'

const leftRunning = 'left running: the run was ended before it had, and how it ends is not known'

/** Why a step was left out. */
export const whyLeft = (signal: AbortSignal | undefined): string =>
  signal?.aborted ? `${interruptedWords(signal)}: run again` : 'an earlier step did not succeed'

/** What an operation that has succeeded had to say; what a script prints is its own business. */
const notes = ({ net, output }: Outcome): string | undefined =>
  net.operation.op === 'run' || output === '' ? undefined : output

/** What is told of a failure: masked before it is cut, for what is left of a secret is not known as one. */
function failure(outcome: Outcome, mask: HostRun['mask']): string {
  const { status, output, net } = outcome
  if (changedSince(outcome)) return `${output} since it was planned: run again`
  const what = net.operation.op === 'run' ? `the command ended with status ${status}` : `${net.operation.op} failed`
  return output ? `${what}: ${mask(output).split('\n').slice(-20).join('\n')}` : what
}
