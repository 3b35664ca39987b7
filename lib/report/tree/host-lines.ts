import { isFault, type Mode, type StepEvent } from '../../core/event.ts'
import { grouped } from '../../core/grouped.ts'
import type { Fault } from '../first-fault.ts'
import { nameOf } from '../host-names.ts'
import { countWords, isFine } from '../words.ts'
import { countsOf, type HostView } from './model.ts'
import type { Theme } from './theme.ts'

/** What stays of a host when its part of a play is over: one line where all is fine, else also what failed, and why. */
export function hostLines(host: HostView, width: number, mode: Mode, theme: Theme): string[] {
  const counts = countsOf(host)
  const steps = host.steps.all()
  const faults = steps.filter(({ status }) => isFault(status))
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

/** Whether nothing is to be told of a host but how its steps ended. */
export const isQuiet = (host: HostView): boolean =>
  isFine({ ...countsOf(host), unreachable: host.unreachable !== undefined })

/** Hosts that came out alike, in a line together. */
export function hostsLines(hosts: readonly HostView[], all: number, mode: Mode, theme: Theme): string[] {
  const groups = grouped(hosts, (host) => countWords(countsOf(host), mode))
  return [...groups].map(([words, own]) => {
    const names = own.map(({ name }) => name)
    return `  ${theme.paint('green', '✔')} ${theme.hosts(names, all, 6 + words.length)}  ${words}`
  })
}

/** The same for hosts whose lines differ by their own names alone, or, where they cannot be reached, by numbers: of their addresses, say. */
export function faultKey(host: HostView, mode: Mode, theme: Theme): string {
  const lines = hostLines(host, 0, mode, theme)
    .join('\n')
    .replace(nameOf(theme.text(host.name)), '…')
  return host.unreachable === undefined ? lines : lines.replace(/\d+/g, '0')
}

/** Hosts that failed as one did whose faults are told already. */
export const likeFaultsLine = (told: HostView, others: readonly HostView[], all: number, theme: Theme): string => {
  const like = `as ${theme.text(told.name)}`
  const names = others.map(({ name }) => name)
  return `  ${theme.paint('red', '✖')} ${theme.hosts(names, all, 6 + like.length)}  ${like}`
}

/** What did not get through first, once more below the summary. */
export const faultAgain = ({ play, host, status, title, reason }: Fault, theme: Theme): string[] => [
  '',
  `first fault, on ${theme.text(host)} in ${theme.text(play)}:`,
  `  ${theme.paint('red', `✖ ${status}`)}${title === undefined ? '' : ` ${theme.text(title)}`}`,
  ...reasonLines(reason, 6, theme),
]

const faultLines = ({ title, status, reason }: StepEvent, theme: Theme): string[] => [
  `      ${theme.paint('red', `✖ ${status}`)} ${theme.text(title)}`,
  ...(reason === undefined ? [] : reasonLines(reason, 10, theme)),
]

const reasonLines = (reason: string, indent: number, theme: Theme): string[] =>
  theme.lines(reason).map((line) => `${' '.repeat(indent)}${line}`)
