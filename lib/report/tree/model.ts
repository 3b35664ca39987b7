import type { Event, Mode, OutputEvent, Phase, PlayOutline, ProgressEvent } from '../../core/event.ts'
import { type OrderedSteps, orderedSteps } from '../ordered-steps.ts'
import { addTo, type Counts, noCounts } from '../words.ts'

/** What a tree draws from: all that the events have said so far. */
export interface Model {
  readonly playbook: string
  readonly mode: Mode
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
  readonly phase: Phase
  /** Whom it waits for. */
  readonly reason?: string | undefined
  /** Changed in place, as the hosts are. */
  readonly steps: OrderedSteps
  readonly upload?: (Pick<ProgressEvent, 'id' | 'bytes' | 'total'> & { readonly began: number }) | undefined
  /** When what it does now began: milliseconds. */
  readonly since?: number
  /** The last that the step which runs now has said. */
  readonly output?: Pick<OutputEvent, 'id' | 'line'> | undefined
  /** Why it is unreachable. */
  readonly unreachable?: string
}

export const emptyModel: Model = { playbook: '', mode: 'apply', plays: [], play: undefined }

/** The model after an event, which was heard at a time in milliseconds. */
export function hear(model: Model, event: Event, now: number): Model {
  switch (event.type) {
    case 'start':
      return { ...model, playbook: event.playbook, mode: event.mode, plays: event.plays }
    case 'play':
      return { ...model, play: openPlay(event.play, model.plays) }
    case 'host':
      return withHost(model, event, (host) => ({
        ...host,
        since: now,
        phase: event.phase,
        reason: event.reason,
        upload: undefined,
        output: undefined,
      }))
    case 'progress':
      return withHost(model, event, (host) => {
        const began = host.upload?.id === event.id ? host.upload.began : now
        return { ...host, upload: event.bytes < event.total ? { ...event, began } : undefined }
      })
    case 'output':
      return withHost(model, event, (host) => ({ ...host, output: event }))
    case 'unreachable':
      return withHost(model, event, (host) => ({ ...host, unreachable: event.reason }))
    case 'step':
      return withHost(model, event, (host) => {
        host.steps.hear(event)
        const left = <Of extends { readonly id: string }>(one: Of | undefined) =>
          one?.id === event.id ? undefined : one
        return { ...host, since: now, upload: left(host.upload), output: left(host.output) }
      })
    case 'follow':
      return withHost(model, event, (host) => {
        host.steps.follow(event)
        return host
      })
    case 'note':
    case 'answer':
    case 'summary':
      return model
  }
}

function openPlay(name: string, plays: readonly PlayOutline[]): PlayView {
  const hosts = plays.find((play) => play.name === name)?.hosts ?? []
  const view = ({ name, steps }: PlayOutline['hosts'][number]): HostView => ({
    name,
    phase: 'waiting',
    steps: orderedSteps(steps),
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
  host.steps.all().reduce((counts, { status }) => addTo(counts, status), noCounts)
