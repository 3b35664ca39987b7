import type { ListrTask } from 'listr2'
import { type Event, leftOut, type Status, type StepEvent } from '../core/event.ts'
import { Refused, sentence, Unreachable } from '../core/failure.ts'
import type { Host } from '../core/inventory.ts'
import type { Play } from '../core/playbook.ts'
import type { Resource } from '../core/task.ts'
import { changesOf } from './changes.ts'
import { type HostRun, runHost } from './run-host.ts'
import type { OpenWorld } from './world.ts'

export interface HostPlay {
  readonly host: Host
  readonly resources: readonly Resource[]
  /** Those of the resources that tags have not left out. */
  readonly chosen: ReadonlySet<Resource>
}

export interface PlayRun {
  readonly play: Play
  readonly world: OpenWorld
  readonly dryRun: boolean
  readonly signal: AbortSignal | undefined
  emit(event: Event): void
  /** Hosts that did not succeed, with which nothing more is done. */
  readonly stopped: Set<string>
  /** The host that stopped a rolling play. */
  readonly halted: { by: string | undefined }
}

/** A host's part of a play as a listr2 task, its steps as subtasks that end when the engine says so. */
export function hostTask(part: HostPlay, run: PlayRun): ListrTask {
  return {
    title: part.host.name,
    task: (_context, task) => {
      const waiting = new Map<number, (event: StepEvent) => void>()
      const steps = part.resources.map(({ title }, index): ListrTask => {
        const ended = new Promise<StepEvent>((resolve) => waiting.set(index, resolve))
        return {
          title,
          task: async (_inner, step) => {
            const { status, reason } = await ended
            if (status === 'skipped') step.skip(reason)
            if (status === 'failed' || status === 'refused') throw new Error(reason)
          },
        }
      })
      const working = work(part, run, (event) => waiting.get(event.index)?.(event))
      const all: ListrTask = { title: part.host.name, task: () => working }
      return task.newListr([...steps, all], { exitOnError: false, concurrent: true })
    },
  }
}

async function work(
  { host, resources, chosen }: HostPlay,
  run: PlayRun,
  onStep: (event: StepEvent) => void,
): Promise<void> {
  const { play, world, dryRun, emit, stopped, halted, signal } = run
  const open = new Set(resources.keys())
  const acting = resources.flatMap((resource, index) => (chosen.has(resource) ? [index] : []))
  const report: HostRun['report'] = (at, status, { reason, step, net } = {}) =>
    say(acting[at] ?? at, status, reason, step && net ? changesOf(step, net) : [])
  const skipOpen = (reason: string) => {
    for (const index of [...open]) say(index, 'skipped', reason)
  }

  function say(index: number, status: Status, reason?: string, changes: StepEvent['changes'] = []) {
    const resource = resources[index]
    if (!resource) return
    open.delete(index)
    const { task, title } = resource
    const event: StepEvent = {
      type: 'step',
      play: play.name,
      host: host.name,
      index,
      task,
      title,
      status,
      ...(reason === undefined ? {} : { reason }),
      ...(changes.length === 0 ? {} : { changes }),
    }
    emit(event)
    onStep(event)
  }
  function stop() {
    stopped.add(host.name)
    if (play.options.serial !== undefined && !dryRun) halted.by ??= host.name
  }

  for (const index of resources.keys()) if (!acting.includes(index)) say(index, 'skipped', leftOut)
  if (stopped.has(host.name)) return skipOpen('the host did not get through an earlier play')
  const missing = play.options.restsOn?.find(({ name }) => stopped.has(name))
  if (missing) {
    stopped.add(host.name)
    return skipOpen(`it rests on ${missing.name}, which did not get through an earlier play`)
  }
  if (halted.by !== undefined) return skipOpen(`${halted.by} did not get through this play`)
  if (signal?.aborted) return skipOpen('interrupted')
  if (acting.length === 0) return
  try {
    emit({ type: 'host', play: play.name, host: host.name, phase: 'connecting' })
    const ok = await runHost({
      play,
      known: world.known(host.name),
      resources: acting.flatMap((index) => resources[index] ?? []),
      world,
      dryRun,
      signal,
      emit,
      report,
    })
    if (!ok) stop()
  } catch (error) {
    stop()
    if (error instanceof Unreachable) {
      emit({ type: 'unreachable', play: play.name, host: host.name, reason: error.message })
      return skipOpen('the host is unreachable')
    }
    // Where every step has ended already, it is the last look that failed: the run must not count as a success.
    const [first = acting[0]] = open
    const reason = error instanceof Refused ? sentence(error.reason) : bugMessage(error)
    if (first !== undefined) say(first, error instanceof Refused ? 'refused' : 'failed', reason)
    skipOpen('an earlier step did not succeed')
  } finally {
    emit({ type: 'host', play: play.name, host: host.name, phase: 'done' })
  }
}

const bugMessage = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
