import type { Mode, StartEvent, StepEvent, StepOutline, Summary } from '../core/event.ts'
import { changesText } from './changes.ts'
import { type OrderedSteps, orderedSteps } from './ordered-steps.ts'
import { jsonLine, plain } from './plain.ts'
import type { Report, ReportOptions } from './report.ts'

/**
 * One JSON object per line and nothing else: a `step` for each step, a `summary` at the end, `output` while commands run (docs/json.md). A step may be heard of twice
 * (applied, then found not to have converged), so the steps of a host are written when the host is done, as they ended.
 */
export function jsonReport({ out, err, diff }: ReportOptions): Report {
  const held = new Map<string, OrderedSteps>()
  const flush = (key: string) => {
    for (const step of held.get(key)?.all() ?? []) print(line(step))
    held.delete(key)
  }
  const flushAll = () => {
    for (const [key, steps] of [...held]) if (steps.all().length > 0) flush(key)
  }
  const print = (value: object) => out.write(jsonLine(value))

  let about: { readonly mode?: Mode; readonly version?: number; readonly startedAt?: string | undefined } = {}
  const line = (step: StepEvent) => {
    const { type, id, host, elsewhere, play, task, title, status, changes = [], reason, warning, at } = step
    const text = diff ? changesText(changes) : ''
    return {
      type,
      id,
      host,
      ...(elsewhere === undefined ? {} : { elsewhere }),
      play,
      task,
      title,
      status,
      ...(text === '' ? {} : { diff: text }),
      ...(reason === undefined ? {} : { reason }),
      ...(warning ? { warning } : {}),
      ...(about.mode === undefined ? {} : { mode: about.mode, version: about.version }),
      ...(at === undefined ? {} : { at }),
    }
  }
  const stepsOf = (place: Place, outline: readonly StepOutline[] = []): OrderedSteps => {
    const steps = held.get(keyOf(place)) ?? orderedSteps(outline)
    held.set(keyOf(place), steps)
    return steps
  }
  const begin = ({ version, mode, plays, at }: StartEvent) => {
    if (version !== undefined) about = { mode, version, startedAt: at }
    for (const { name, hosts } of plays) for (const { name: host, steps } of hosts) stepsOf({ play: name, host }, steps)
  }
  return {
    emit(event) {
      if (event.type === 'start') begin(event)
      else if (event.type === 'step') stepsOf(event).hear(event)
      else if (event.type === 'follow') stepsOf(event).follow(event)
      else if (event.type === 'output')
        print({ ...event, ...(about.version === undefined ? {} : { mode: about.mode, version: about.version }) })
      else if (event.type === 'host' && event.phase === 'done') flush(keyOf(event))
      else if (event.type === 'host' && event.reason !== undefined)
        err.write(`${plain(`${event.host} is ${event.phase}: ${event.reason}`)}\n`)
      else if (event.type === 'note') err.write(`${plain(`note: ${event.host}: ${event.reason}`)}\n`)
      else if (event.type === 'play') flushAll()
      else if (event.type === 'unreachable') err.write(`${plain(`${event.host} is unreachable: ${event.reason}`)}\n`)
      else if (event.type === 'summary') {
        flushAll()
        print({ ...summary(event), ...about })
      }
    },
    note: (text) => void err.write(`${plain(text)}\n`),
    end: () => void flushAll(),
  }
}

type Place = { readonly play: string; readonly host: string }

const keyOf = ({ play, host }: Place): string => JSON.stringify([play, host])

const summary = ({ type, mode, hosts, seconds, interrupted, heldBack, at }: Summary) => ({
  type,
  mode,
  hosts,
  seconds: Math.round(seconds * 1000) / 1000,
  ...(interrupted ? { interrupted } : {}),
  ...(heldBack ? { heldBack } : {}),
  ...(at === undefined ? {} : { at }),
})
