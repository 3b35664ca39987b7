import type { StepEvent } from '../../core/event.ts'
import { changesText } from '../changes.ts'
import type { ReportOptions } from '../report.ts'
import type { PlayView } from './model.ts'
import type { Style, Theme } from './theme.ts'

/** A step as several hosts share it. */
interface Group {
  readonly first: StepEvent
  readonly diff: string
  readonly hosts: Set<string>
}

const signs: Readonly<Partial<Record<StepEvent['status'], readonly [string, Style]>>> = {
  ok: ['✔', 'green'],
  changed: ['~', 'yellow'],
  ran: ['›', 'cyan'],
  deferred: ['?', 'cyan'],
  skipped: ['-', 'dim'],
}

const warned = ['!', 'yellow'] as const

/** What a play changed, each step once with its hosts; a step whose difference is not the same everywhere, once for each. */
export function playLines({ hosts }: PlayView, { diff, verbose }: ReportOptions, theme: Theme): string[] {
  const shown: readonly string[] = ['changed', 'ran', 'deferred', ...(verbose ? ['ok', 'skipped'] : [])]
  const groups = new Map<string, Group>()
  const steps = [...hosts.values()].flatMap(({ steps }) => steps.all())
  for (const step of steps.filter(({ status, warning }) => shown.includes(status) || warning)) {
    const text = diff ? changesText(step.changes ?? []) : ''
    const key = JSON.stringify([step.title, step.status, step.reason, text])
    const group = groups.get(key) ?? { first: step, diff: text, hosts: new Set<string>() }
    group.hosts.add(step.host)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap((group) => [
    stepLine(group, [...hosts.keys()], theme),
    ...diffLines(group.diff, theme),
  ])
}

function stepLine(
  { first: { title, status, reason, warning }, hosts }: Group,
  all: readonly string[],
  theme: Theme,
): string {
  const [sign, style] = (warning ? warned : signs[status]) ?? ['', 'dim']
  const why = reason === undefined ? '' : ` (${theme.text(reason)})`
  return `  ${theme.paint(style, sign)} ${theme.text(title)}${why}   ${theme.paint(
    'dim',
    hostNames(
      all.filter((name) => hosts.has(name)),
      all.length,
      theme,
    ),
  )}`
}

/** `is1 is2`, or how many where their names would fill the screen. */
export function hostNames(names: readonly string[], all: number, theme: Theme): string {
  const words = names.map(theme.text)
  if (words.length <= 6) return words.join(' ')
  return words.length === all ? `all ${all} hosts` : `${words.slice(0, 4).join(' ')} and ${words.length - 4} more`
}

function diffLines(diff: string, theme: Theme): string[] {
  if (diff === '') return []
  return theme.lines(diff).map((line) => `    ${paintDiff(line, theme)}`)
}

function paintDiff(line: string, theme: Theme): string {
  if (/^(---|\+\+\+) /.test(line)) return theme.paint('bold', line)
  if (line.startsWith('@@')) return theme.paint('cyan', line)
  return line.startsWith('+') ? theme.paint('green', line) : line.startsWith('-') ? theme.paint('red', line) : line
}
