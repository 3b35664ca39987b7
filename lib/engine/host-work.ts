import type { ApprovedStep } from '../core/approval.ts'
import { isActive, noAttempts, whyInactive } from '../core/attempt-states.ts'
import type { BuiltHost } from '../core/build.ts'
import { type Event, leftBefore, leftOut, type Status, type StepEvent } from '../core/event.ts'
import { Interrupted, Refused, sentence, Unreachable, Unreadable } from '../core/failure.ts'
import { leftBehind } from '../core/left-behind.ts'
import { pathsWithSecrets, secretsOf } from '../core/secrets-of.ts'
import { mayBe } from '../core/state.ts'
import { isTooMany } from '../core/waves.ts'
import { changeEvents } from './change-events.ts'
import { clipped } from './clipped.ts'
import { abandon } from './failure-policy.ts'
import type { HostRun, Reported } from './host-run.ts'
import { interruptedWords } from './interrupted-words.ts'
import { type Part, partsOf } from './parts.ts'
import type { PlayRun } from './play-run.ts'
import { refusalOf } from './refusal-words.ts'
import { runHost } from './run-host.ts'
import { isOnlyAsker, matchesTags } from './select.ts'

/** Does what a host has to do in a play, part by part, and says how each step ended. */
export async function work(
  { host, items }: BuiltHost,
  run: PlayRun,
  onStep: (event: StepEvent) => void,
): Promise<void> {
  const { play, fleet, mode, selection, emit, mask, stopped, halted, signal, approval } = run
  const open = new Map(items.map(({ id, resource }) => [id, resource]))
  const places = new Map(items.map(({ id, resource }) => [id, resource.at]))
  const asked = new Set<string>()
  const selects: HostRun['selects'] = (item) => matchesTags(item, play.options.tags, selection)
  const onlyAsks: HostRun['onlyAsks'] = ({ resource }) => isOnlyAsker(resource, play.options.tags, selection)

  function say({ id, task, title }: Reported, status: Status, reason?: string, more: Partial<StepEvent> = {}) {
    open.delete(id)
    const words = { title: mask(title), ...(reason === undefined ? {} : { reason: clipped(mask(reason)) }) }
    const place = places.get(id) ?? host
    const at = place === host ? {} : { elsewhere: place }
    const event: StepEvent = { type: 'step', id, play: play.name, host, ...at, task, status, ...words, ...more }
    emit({ ...event, id: mask(id) })
    onStep(event)
  }
  /** It was asked for what follows from its answers, and nothing of that is to be done. */
  function isIdle({ id }: Reported, status: Status): boolean {
    const asker = open.get(id)
    return status === 'ok' && asker !== undefined && !asked.has(id) && isOnlyAsker(asker, play.options.tags, selection)
  }
  const skipOpen = (reason: string) => {
    for (const [id, { task, title }] of [...open]) say({ id, task, title }, 'skipped', reason)
  }
  function stop() {
    stopped.add(host)
    const { serial, maxFail = serial === undefined ? play.hosts.length : 0 } = play.options
    halted.failed++
    if (mode === 'apply' && isTooMany(halted.failed, play.hosts.length, maxFail)) halted.by ??= host
  }

  for (const item of items)
    if (!selects(item))
      say({ id: item.id, ...item.resource }, 'skipped', selection.before?.has(item.id) ? leftBefore : leftOut)
  if (stopped.has(host)) return skipOpen(leftBehind('the host', 'an earlier'))
  const missing = play.options.requires?.find(({ name }) => stopped.has(name))
  if (missing) {
    stopped.add(host)
    return skipOpen(leftBehind(`it rests on ${missing.name}, which`, 'an earlier'))
  }
  if (halted.by !== undefined) {
    stopped.add(host)
    return skipOpen(leftBehind(halted.failed === 1 ? halted.by : `${halted.failed} hosts`, 'this'))
  }
  if (signal?.aborted) return skipOpen(interruptedWords(signal))
  const chosen = items.filter(selects)
  if (chosen.length === 0) return
  const attempts = noAttempts()
  const failures: HostRun['failures'] = { tried: new Map(), ignored: new Set() }
  const parts = partsOf(chosen)
  const approved: ApprovedStep[] = []
  let isOk = true
  let end: string | undefined
  try {
    emit({ type: 'host', play: play.name, host, phase: 'connecting' })
    for (const [nth, part] of parts.entries()) {
      const isGone = end !== undefined && part.at === undefined
      if (isGone || !part.items.some(({ resource }) => isActive(attempts, resource))) continue
      const goesOn = await carryOut(part)
      if (goesOn) continue
      isOk = false
      abandon(
        { attempts },
        parts.slice(0, nth + 1).flatMap((one) => one.items),
      )
      if (!signal?.aborted) continue
      end ??= `${interruptedWords(signal)}: run again`
      break
    }
    if (approved.length > 0) approval?.hear?.({ play: play.name, host, steps: approved })
    sayAttempts()
    skipOpen(end ?? (isOk ? "it no longer follows from the host's answers" : 'an earlier step did not succeed'))
    if (!isOk) stop()
  } finally {
    emit({ type: 'host', play: play.name, host, phase: 'done' })
  }

  /** True: it is as described, or what failed was rescued. */
  async function carryOut(part: Part): Promise<boolean> {
    const target = part.at ?? host
    try {
      return await fleet.inTurn(target, () => runHost(hostRun(part, target)))
    } catch (error) {
      if (error instanceof Interrupted) {
        end = `${interruptedWords(signal)}: run again`
        return false
      }
      const all = [...open].map(([id, resource]) => ({ id, ...resource }))
      const [first] = all.filter((one) => (one.at ?? host) === target && isActive(attempts, one))
      // Where every step has ended already, it is the last look that failed: the run must not count as a success.
      const last = part.items.map(({ id, resource: { task, title } }) => ({ id, task, title })).at(0)
      if (error instanceof Unreachable && part.at === undefined) {
        emit({ type: 'unreachable', play: play.name, host, reason: clipped(mask(error.message)) })
        if (first === undefined && last !== undefined && error instanceof Unreadable)
          say(last, 'failed', 'what was done could not be looked at again')
        end = 'the host is unreachable'
        return false
      }
      const { status, reason } =
        error instanceof Refused
          ? refusalOf(sentence(error.reason), fleet.hostState(target))
          : error instanceof Unreachable
            ? { status: 'failed' as const, reason: `${target} cannot be reached (${error.message})` }
            : { status: 'failed' as const, reason: bugMessage(error) }
      const at = first ?? last
      if (at !== undefined) say(at, status, reason)
      return false
    }
  }

  /** What became of the steps of attempts to which it did not come, or that were rescued. */
  function sayAttempts() {
    for (const [id, resource] of [...open]) {
      const rescued = attempts.rescued.get(id)
      const why = whyInactive(attempts, resource, mode)
      if (rescued !== undefined) say({ id, ...resource }, 'ok', rescued, { warning: true })
      else if (why !== undefined) say({ id, ...resource }, 'skipped', why)
    }
  }

  function hostRun({ items: own }: Part, target: string): HostRun {
    const { journal: wish } = fleet.hostState(target).host
    const isSensitive = (real: string): boolean => {
      const { state } = fleet.hostState(target)
      return [...(run.sensitive.get(target) ?? [])].some((path) => mayBe(state, path, real))
    }
    const onSecret = (real: string): void => void run.sensitive.get(target)?.add(real)
    return {
      play,
      host,
      hostState: fleet.hostState(target),
      items: own,
      all: chosen,
      ahead: target === host ? run.ahead(host) : [],
      attempts,
      selects,
      onlyAsks,
      fleet,
      mode,
      signal,
      holder: run.holder,
      lockTimeout: run.lockTimeout,
      failures,
      journal:
        wish === false ? undefined : { ...run.journal, host: target, required: wish === 'required', mask, isSensitive },
      emit: (event) => emit(masked(event, mask)),
      mask,
      trace: run.trace,
      faultWords: run.faultWords,
      approve:
        approval &&
        (async (plan, rest) =>
          (await import('./approve.ts')).approve(plan, rest, {
            approval: { ...approval, hear: ({ steps }) => void approved.push(...steps) },
            play: play.name,
            host,
            mask,
            isSensitive,
            local: fleet.local,
            items: own,
            isIdle: (item) => !isActive(attempts, item.resource),
            ...(parts.length > 1 ? { only: own.map(({ id }) => mask(id)) } : {}),
          })),
      follow(after, steps) {
        const first = steps.filter(({ id }) => !places.has(id))
        if (first.length === 0) return
        for (const { id, resource, asker } of first) {
          places.set(id, resource.at)
          open.set(id, resource)
          if (isOnlyAsker(resource, play.options.tags, selection)) continue
          for (let above = asker; above !== undefined; above = above.asker) asked.add(above.id)
        }
        run.hide(first.flatMap(({ resource }) => secretsOf(resource)))
        for (const path of pathsWithSecrets(first.map(({ resource }) => resource))) run.sensitive.get(target)?.add(path)
        const outlines = first.map(({ id, resource: { title } }) => ({ id: mask(id), title: mask(title) }))
        emit({ type: 'follow', play: play.name, host, after: mask(after), steps: outlines })
      },
      report: (step, status, { reason, warning, planned = [], net = [] } = {}) =>
        isIdle(step, status)
          ? say(step, 'skipped', reason === undefined ? leftOut : `${leftOut}; ${reason}`)
          : say(step, status, reason, {
              ...changesOf(changeEvents(step.id, { planned, net, mask, diffs: run.diffs, isSensitive, onSecret })),
              ...(warning ? { warning } : {}),
            }),
    }
  }
}

/** What is said of a step while it is not over. */
function masked(event: Event, mask: (text: string) => string): Event {
  if (event.type === 'answer') return { ...event, question: mask(event.question), answer: clipped(mask(event.answer)) }
  if (event.type === 'output') return { ...event, id: mask(event.id), line: mask(event.line).slice(0, longestLine) }
  return 'id' in event ? { ...event, id: mask(event.id) } : event
}

/** Characters of a line that are of use to anybody who watches. */
const longestLine = 300

const bugMessage = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

const changesOf = (changes: StepEvent['changes'] = []): Partial<StepEvent> => (changes.length === 0 ? {} : { changes })
