import type { StepEvent } from '../../core/event.ts'
import { changesText } from '../changes.ts'
import type { ReportOptions } from '../report.ts'
import type { Look, Style } from './look.ts'
import type { PlayView } from './model.ts'

/** A step as several hosts share it. */
interface Group {
  readonly first: StepEvent
  readonly diff: string
  readonly hosts: Set<string>
}

const signs: Readonly<Partial<Record<StepEvent['status'], readonly [string, Style]>>> = {
  ok: ['✔', 'green'],
  changed: ['~', 'yellow'],
  deferred: ['?', 'cyan'],
  skipped: ['-', 'dim'],
}

/** What a play changed, each step once with its hosts; a step whose difference is not the same everywhere, once for each. */
export function playLines({ hosts }: PlayView, { diff, verbose }: ReportOptions, look: Look): string[] {
  const shown: readonly string[] = verbose ? ['ok', 'changed', 'deferred', 'skipped'] : ['changed', 'deferred']
  const groups = new Map<string, Group>()
  const steps = [...hosts.values()].flatMap(({ steps }) => steps.all())
  for (const step of steps.filter(({ status }) => shown.includes(status))) {
    const text = diff ? changesText(step.changes ?? []) : ''
    const key = JSON.stringify([step.title, step.status, step.reason, text])
    const group = groups.get(key) ?? { first: step, diff: text, hosts: new Set<string>() }
    group.hosts.add(step.host)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap((group) => [
    stepLine(group, [...hosts.keys()], look),
    ...diffLines(group.diff, look),
  ])
}

function stepLine({ first: { title, status, reason }, hosts }: Group, all: readonly string[], look: Look): string {
  const [sign, style] = signs[status] ?? ['', 'dim']
  const why = reason === undefined ? '' : ` (${look.text(reason)})`
  return `  ${look.paint(style, sign)} ${look.text(title)}${why}   ${look.paint(
    'dim',
    hostNames(
      all.filter((name) => hosts.has(name)),
      all.length,
      look,
    ),
  )}`
}

/** `is1 is2`, or how many where their names would fill the screen. */
export function hostNames(names: readonly string[], all: number, look: Look): string {
  const words = names.map(look.text)
  if (words.length <= 6) return words.join(' ')
  return words.length === all ? `all ${all} hosts` : `${words.slice(0, 4).join(' ')} and ${words.length - 4} more`
}

function diffLines(diff: string, look: Look): string[] {
  if (diff === '') return []
  return look.lines(diff).map((line) => `    ${paintDiff(line, look)}`)
}

function paintDiff(line: string, look: Look): string {
  if (/^(---|\+\+\+) /.test(line)) return look.paint('bold', line)
  if (line.startsWith('@@')) return look.paint('cyan', line)
  return line.startsWith('+') ? look.paint('green', line) : line.startsWith('-') ? look.paint('red', line) : line
}
