import type { StepEvent, Summary } from '../core/event.ts'
import { changesText } from './changes.ts'
import type { Report, ReportOptions } from './report.ts'

/**
 * One JSON object per line and nothing else: a `step` for each step, a `summary` at the end. A step may be heard of twice
 * (applied, then found not to have converged), so the steps of a host are written when the host is done, as they ended.
 */
export function jsonReport({ out, err, diff, mask }: ReportOptions): Report {
  const held = new Map<string, StepEvent[]>()
  const flush = (key: string) => {
    for (const step of held.get(key) ?? []) if (step !== undefined) print(line(step))
    held.delete(key)
  }
  const flushAll = () => [...held.keys()].forEach(flush)
  const print = (value: object) => out.write(`${JSON.stringify(value, hide)}\n`)
  // Only free text can hold a secret; the fixed words of the format stay, whatever the secrets are.
  const hide = (key: string, value: unknown) =>
    typeof value === 'string' && key !== 'type' && key !== 'status' ? mask(value) : value

  const line = ({ type, host, play, task, title, status, changes = [], reason }: StepEvent) => {
    const text = diff ? changesText(changes, mask) : ''
    return {
      type,
      host,
      play,
      task,
      title,
      status,
      ...(text === '' ? {} : { diff: text }),
      ...(reason === undefined ? {} : { reason }),
    }
  }
  const hold = (step: StepEvent) => {
    const key = keyOf(step)
    const steps = held.get(key) ?? []
    steps[step.index] = { ...step, changes: step.changes ?? steps[step.index]?.changes ?? [] }
    held.set(key, steps)
  }
  return {
    emit(event) {
      if (event.type === 'step') hold(event)
      else if (event.type === 'host' && event.phase === 'done') flush(keyOf(event))
      else if (event.type === 'unreachable') err.write(mask(`${event.host} is unreachable: ${event.reason}\n`))
      else if (event.type === 'play') flushAll()
      else if (event.type === 'summary') {
        flushAll()
        print(summary(event))
      }
    },
    note: (text) => void err.write(mask(`${text}\n`)),
    end: () => void flushAll(),
  }
}

const keyOf = ({ play, host }: { readonly play: string; readonly host: string }): string => JSON.stringify([play, host])

const summary = ({ type, hosts, seconds }: Summary) => ({ type, hosts, seconds: Math.round(seconds * 1000) / 1000 })
