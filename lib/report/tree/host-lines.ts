import type { Mode, StepEvent } from '../../core/event.ts'
import { countWords, isFine } from '../words.ts'
import { countsOf, type HostView } from './model.ts'
import type { Theme } from './theme.ts'

/** What stays of a host when its part of a play is over: one line where all is fine, else also what failed, and why. */
export function hostLines(host: HostView, width: number, mode: Mode, theme: Theme): string[] {
  const counts = countsOf(host)
  const steps = host.steps.all()
  const faults = steps.filter(({ status }) => status === 'failed' || status === 'refused')
  const fine = isFine({ ...counts, unreachable: host.unreachable !== undefined })
  const left = fine && counts.skipped === steps.length && counts.skipped > 0
  const sign = left ? theme.paint('dim', '-') : fine ? theme.paint('green', '✔') : theme.paint('red', '✖')
  const words = host.unreachable === undefined ? countWords(counts, mode) : 'unreachable'
  const why = left && steps[0]?.reason ? `: ${theme.text(steps[0].reason)}` : ''
  return [
    `  ${sign} ${theme.text(host.name).padEnd(width)}  ${words}${why}`,
    ...(host.unreachable === undefined ? [] : reasonLines(host.unreachable, 6, theme)),
    ...(host.unreachable === undefined ? faults.flatMap((fault) => faultLines(fault, theme)) : []),
  ]
}

const faultLines = ({ title, status, reason }: StepEvent, theme: Theme): string[] => [
  `      ${theme.paint('red', `✖ ${status}`)} ${theme.text(title)}`,
  ...(reason === undefined ? [] : reasonLines(reason, 10, theme)),
]

const reasonLines = (reason: string, indent: number, theme: Theme): string[] =>
  theme.lines(reason).map((line) => `${' '.repeat(indent)}${line}`)
