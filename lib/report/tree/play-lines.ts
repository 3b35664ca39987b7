import type { StepEvent } from '../../core/event.ts'
import { type Alike, alike } from '../alike.ts'
import { changesText } from '../changes.ts'
import type { ReportOptions } from '../report.ts'
import type { PlayView } from './model.ts'
import type { Style, Theme } from './theme.ts'

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
  const steps = [...hosts.values()].flatMap(({ steps }) => steps.all())
  const groups = alike(
    steps.filter(({ status, warning }) => shown.includes(status) || warning),
    ({ changes = [] }) => (diff || verbose ? changesText(changes) : ''),
  )
  return groups.flatMap((group) => [stepLine(group, [...hosts.keys()], theme), ...diffLines(group.text, theme)])
}

function stepLine(
  { first: { title, status, reason, warning }, hosts }: Alike,
  all: readonly string[],
  theme: Theme,
): string {
  const [sign, style] = (warning ? warned : signs[status]) ?? ['', 'dim']
  const why = reason === undefined ? '' : ` (${theme.text(reason)})`
  const words = `${theme.text(title)}${why}`
  const names = all.filter((name) => hosts.has(name))
  return `  ${theme.paint(style, sign)} ${words}   ${theme.paint('dim', theme.hosts(names, all.length, 7 + words.length))}`
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
