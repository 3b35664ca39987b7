import type { Event, Phase, PlayOutline, ProgressEvent, StepEvent } from '../../core/event.ts'
import { addTo, type Counts, noCounts } from '../words.ts'

/** What a tree draws from: all that the events have said so far. */
export interface Model {
  readonly playbook: string
  readonly dryRun: boolean
  readonly plays: readonly PlayOutline[]
  readonly play: PlayView | undefined
}

export interface PlayView {
  readonly name: string
  /** Changed in place: of thousands of hosts, a copy for each event would cost more than the run. */
  readonly hosts: Map<string, HostView>
}

export interface HostView {
  readonly name: string
  /** Titles of its steps, by index. */
  readonly titles: readonly string[]
  readonly phase: Phase
  /** How steps ended, by index. */
  readonly ended: ReadonlyMap<number, StepEvent>
  readonly upload?: Pick<ProgressEvent, 'index' | 'bytes' | 'total'> | undefined
  /** Why it is unreachable. */
  readonly unreachable?: string
}

export const emptyModel: Model = { playbook: '', dryRun: false, plays: [], play: undefined }

/** The model after an event. */
export function hear(model: Model, event: Event): Model {
  switch (event.type) {
    case 'start':
      return { ...model, playbook: event.playbook, dryRun: event.dryRun, plays: event.plays }
    case 'play':
      return { ...model, play: openPlay(event.play, model.plays) }
    case 'host':
      return withHost(model, event, (host) => ({ ...host, phase: event.phase, upload: undefined }))
    case 'progress':
      return withHost(model, event, (host) => ({ ...host, upload: event.bytes < event.total ? event : undefined }))
    case 'unreachable':
      return withHost(model, event, (host) => ({ ...host, unreachable: event.reason }))
    case 'step':
      return withHost(model, event, (host) => endStep(host, event))
    case 'summary':
      return model
  }
}

/** A step that is heard of again keeps what it changed and takes the later status. */
function endStep(host: HostView, event: StepEvent): HostView {
  const before = host.ended.get(event.index)
  const changes = event.changes ?? before?.changes ?? []
  const ended = new Map(host.ended).set(event.index, { ...event, changes })
  return { ...host, ended, upload: host.upload?.index === event.index ? undefined : host.upload }
}

function openPlay(name: string, plays: readonly PlayOutline[]): PlayView {
  const hosts = plays.find((play) => play.name === name)?.hosts ?? []
  const view = (host: { name: string; steps: readonly string[] }): HostView => ({
    name: host.name,
    titles: host.steps,
    phase: 'waiting',
    ended: new Map(),
  })
  return { name, hosts: new Map(hosts.map((host) => [host.name, view(host)])) }
}

function withHost(
  model: Model,
  { host: name, play }: { host: string; play: string },
  change: (host: HostView) => HostView,
): Model {
  const host = model.play?.hosts.get(name)
  if (!model.play || !host || model.play.name !== play) return model
  model.play.hosts.set(name, change(host))
  return model
}

export const countsOf = (host: HostView): Counts =>
  [...host.ended.values()].reduce((counts, { status }) => addTo(counts, status), noCounts)
