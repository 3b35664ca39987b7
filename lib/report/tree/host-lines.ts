import type { Mode, StepEvent } from '../../core/event.ts'
import { countWords, isFine } from '../words.ts'
import type { Look } from './look.ts'
import { countsOf, type HostView } from './model.ts'

/** What stays of a host when its part of a play is over: one line where all is fine, else also what failed, and why. */
export function hostLines(host: HostView, width: number, mode: Mode, look: Look): string[] {
  const counts = countsOf(host)
  const steps = host.steps.all()
  const faults = steps.filter(({ status }) => status === 'failed' || status === 'refused')
  const fine = isFine({ ...counts, unreachable: host.unreachable !== undefined })
  const left = fine && counts.skipped === steps.length && counts.skipped > 0
  const sign = left ? look.paint('dim', '-') : fine ? look.paint('green', '✔') : look.paint('red', '✖')
  const words = host.unreachable === undefined ? countWords(counts, mode) : 'unreachable'
  const why = left && steps[0]?.reason ? `: ${look.text(steps[0].reason)}` : ''
  return [
    `  ${sign} ${look.text(host.name).padEnd(width)}  ${words}${why}`,
    ...(host.unreachable === undefined ? [] : reasonLines(host.unreachable, 6, look)),
    ...(host.unreachable === undefined ? faults.flatMap((fault) => faultLines(fault, look)) : []),
  ]
}

const faultLines = ({ title, status, reason }: StepEvent, look: Look): string[] => [
  `      ${look.paint('red', `✖ ${status}`)} ${look.text(title)}`,
  ...(reason === undefined ? [] : reasonLines(reason, 10, look)),
]

const reasonLines = (reason: string, indent: number, look: Look): string[] =>
  look.lines(reason).map((line) => `${' '.repeat(indent)}${line}`)
