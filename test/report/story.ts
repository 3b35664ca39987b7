import type { Event, Mode, StepEvent, Summary } from '../../lib/core/event.ts'
import { unifiedDiff } from '../../lib/edit/diff.ts'
import type { ReportOptions } from '../../lib/report/report.ts'
import { loadReport, type ReportKind, reportKinds } from '../../lib/report/report-kinds.ts'

/** Events, in the few words that a report's tests need. */
export const start = (plays: Record<string, Record<string, readonly string[]>>, mode: Mode = 'apply'): Event => ({
  type: 'start',
  playbook: 'demo',
  mode,
  plays: Object.entries(plays).map(([name, hosts]) => ({
    name,
    hosts: Object.entries(hosts).map(([host, steps]) => ({
      name: host,
      steps: steps.map((title, index) => ({ id: `${name}/${host}/${index}`, title })),
    })),
  })),
})

export const step = (
  place: string,
  status: StepEvent['status'],
  more: Partial<Pick<StepEvent, 'reason' | 'changes'>> = {},
): StepEvent => {
  const [play = '', host = '', index = '', title = ''] = place.split('/')
  return { type: 'step', id: `${play}/${host}/${index}`, play, host, task: 'file', title, status, ...more }
}

export const phase = (place: string, to: Extract<Event, { type: 'host' }>['phase']): Event => {
  const [play = '', host = ''] = place.split('/')
  return { type: 'host', play, host, phase: to }
}

const none = {
  ok: 0,
  changed: 0,
  ran: 0,
  deferred: 0,
  skipped: 0,
  refused: 0,
  failed: 0,
  unreachable: false,
  roundTrips: 0,
}

export const summary = (hosts: Record<string, Partial<Summary['hosts'][string]>>, mode: Mode = 'apply'): Summary => ({
  type: 'summary',
  mode,
  hosts: Object.fromEntries(Object.entries(hosts).map(([name, counts]) => [name, { ...none, ...counts }])),
  seconds: 1.25,
})

export const written = (path: string, before: string | undefined, after: string): NonNullable<StepEvent['changes']> => [
  {
    kind: 'path',
    path,
    before: before === undefined ? { type: 'absent' } : { type: 'file', size: before.length },
    after: { type: 'file', size: after.length },
    diff: unifiedDiff(path, before, after, (text) => text),
  },
]

const loaded = new Map(await Promise.all(reportKinds.map(async (kind) => [kind, await loadReport(kind)] as const)))

/** What a report prints on hearing events, without colours. */
export function told(kind: ReportKind, events: readonly Event[], options: Partial<ReportOptions> = {}) {
  const printed = { out: '', err: '' }
  const sink = (to: 'out' | 'err') => ({ write: (text: string) => (printed[to] += text), columns: 60, rows: 12 })
  const defaults = { diff: false, verbose: false, color: false }
  const create = loaded.get(kind)
  if (create === undefined) throw new Error(`no report ${kind}`)
  const report = create({ ...defaults, out: sink('out'), err: sink('err'), ...options })
  for (const event of events) report.emit(event)
  report.end()
  return printed
}
