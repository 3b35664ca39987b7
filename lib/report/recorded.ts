import type { Event, Mode, NoteEvent, StartEvent, StepEvent, StepOutline, Summary } from '../core/event.ts'
import { type OrderedSteps, orderedSteps } from './ordered-steps.ts'

/** A run as its events have told it: what a report that is written at the end is made of. */
export interface RecordedRun {
  readonly playbook: string
  readonly mode: Mode
  readonly startedAt?: string | undefined
  /** Of each host, its groups. */
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly plays: readonly RecordedPlay[]
  readonly notes: readonly NoteEvent[]
  /** Where there is none, the run was broken off. */
  readonly summary?: Summary | undefined
}

export interface RecordedPlay {
  readonly name: string
  readonly hosts: readonly RecordedHost[]
}

export interface RecordedHost {
  readonly name: string
  /** In the order in which they are described, as they ended. */
  readonly steps: readonly StepEvent[]
  /** Those that the run has not come to. */
  readonly open: readonly StepOutline[]
  readonly unreachable?: string | undefined
  /** When its part of the play began and ended. */
  readonly began?: string | undefined
  readonly ended?: string | undefined
}

/** Gathers what is heard. A rollback after a failure is a run of its own: each `start` begins one. */
export function recorder() {
  const runs: Heard[] = []
  const current = () => runs.at(-1) ?? begin({ type: 'start', playbook: '', mode: 'apply', plays: [] })
  const begin = (start: StartEvent): Heard => {
    const run: Heard = { start, hosts: new Map(), notes: [], summary: undefined }
    for (const { name: play, hosts } of start.plays)
      for (const { name: host, steps } of hosts) placeOf(run, { play, host }, steps)
    runs.push(run)
    return run
  }
  const hear = (event: Event): void => {
    if (event.type === 'start') return void begin(event)
    const run = current()
    if (event.type === 'note') run.notes.push(event)
    if (event.type === 'summary') run.summary = event
    if (event.type === 'step') placeOf(run, event).steps.hear(event)
    if (event.type === 'follow') placeOf(run, event).steps.follow(event)
    if (event.type === 'unreachable') placeOf(run, event).unreachable = event.reason
    if (event.type !== 'host') return
    const place = placeOf(run, event)
    place.began ??= event.at
    if (event.phase === 'done') place.ended = event.at
  }
  return { hear, runs: (): RecordedRun[] => runs.map(recordOf) }
}

interface Heard {
  readonly start: StartEvent
  readonly hosts: Map<string, HeardHost>
  readonly notes: NoteEvent[]
  summary: Summary | undefined
}

interface HeardHost {
  readonly play: string
  readonly host: string
  readonly steps: OrderedSteps
  unreachable?: string
  began?: string | undefined
  ended?: string | undefined
}

type Place = Pick<HeardHost, 'play' | 'host'>

function placeOf({ hosts }: Heard, { play, host }: Place, outline: readonly StepOutline[] = []): HeardHost {
  const key = JSON.stringify([play, host])
  const found = hosts.get(key) ?? { play, host, steps: orderedSteps(outline) }
  hosts.set(key, found)
  return found
}

function recordOf({ start, hosts, notes, summary }: Heard): RecordedRun {
  const all = [...hosts.values()]
  const names = [...new Set([...start.plays.map(({ name }) => name), ...all.map(({ play }) => play)])]
  return {
    playbook: start.playbook,
    mode: start.mode,
    startedAt: start.at,
    groups: start.groups ?? {},
    plays: names.map((name) => ({ name, hosts: all.filter(({ play }) => play === name).map(hostOf) })),
    notes,
    summary,
  }
}

const hostOf = ({ host, steps, unreachable, began, ended }: HeardHost): RecordedHost => ({
  name: host,
  steps: steps.all(),
  open: steps.outline().filter(({ id }) => steps.get(id) === undefined),
  unreachable,
  began,
  ended,
})
