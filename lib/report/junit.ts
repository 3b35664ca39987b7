import { isFault, type StepEvent } from '../core/event.ts'
import { changesText } from './changes.ts'
import { plain } from './plain.ts'
import type { RecordedHost, RecordedPlay, RecordedRun } from './recorded.ts'
import type { Report, ReportOptions } from './report.ts'
import { reportAtEnd } from './report-at-end.ts'
import { stepSeconds } from './step-seconds.ts'

/** JUnit's XML, as test readers of CI servers take it: a suite for each host of each play, a case for each step. */
export const junitReport = (options: ReportOptions): Report =>
  reportAtEnd(options, (runs) => {
    const suites = runs.flatMap((run) =>
      run.plays.flatMap((play) => play.hosts.map((host) => suite(run, play, host, options.diff))),
    )
    const [first] = runs
    const attributes = { name: first?.playbook ?? '', ...sums(suites.flatMap(({ cases }) => cases)) }
    const time = runs.reduce((sum, { summary }) => sum + (summary?.seconds ?? 0), 0)
    const body = suites.map(({ text }) => text).join('')
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { ...attributes, time: fixed(time) }, body)}`
  })

type Kind = 'failure' | 'error' | 'skipped' | undefined

interface Case {
  readonly kind: Kind
  readonly seconds: number
  readonly text: string
}

function suite({ playbook }: RecordedRun, play: RecordedPlay, host: RecordedHost, diff: boolean) {
  const { name, steps, open, unreachable, began } = host
  const took = stepSeconds(host)
  const classname = `${playbook}.${play.name}.${name}`
  const caseOf = (title: string, kind: Kind, body: string, seconds = 0): Case => ({
    kind,
    seconds,
    text: element('testcase', { name: title, classname, time: fixed(seconds) }, body),
  })
  const cases = [
    ...(unreachable === undefined
      ? []
      : [caseOf(`reach ${name}`, 'error', outcome('error', 'unreachable', unreachable))]),
    ...steps.map((step) => caseOf(step.title, kindOf(step), stepBody(step, diff), took.get(step.id))),
    ...open.map(({ title }) => caseOf(title, 'skipped', outcome('skipped', undefined, 'the run did not come to it'))),
  ]
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0)
  const attributes = {
    name: `${play.name}: ${name}`,
    hostname: name,
    ...sums(cases),
    time: fixed(time),
    ...(began === undefined ? {} : { timestamp: began.slice(0, 19) }),
  }
  return { cases, text: element('testsuite', attributes, cases.map(({ text }) => text).join('')) }
}

function kindOf({ status }: StepEvent): Kind {
  if (isFault(status)) return 'failure'
  return status === 'skipped' || status === 'deferred' ? 'skipped' : undefined
}

/** Why it ended so, then what it changed. */
function stepBody(step: StepEvent, diff: boolean): string {
  const { status, reason = '', changes = [] } = step
  const kind = kindOf(step)
  const text = diff ? changesText(changes) : ''
  const said = [...(kind === undefined && reason !== '' ? [`${reason}\n`] : []), text].join('')
  return [
    kind === undefined ? '' : outcome(kind, kind === 'failure' ? status : undefined, reason || status),
    said === '' ? '' : element('system-out', {}, escaped(said)),
  ].join('')
}

function outcome(kind: NonNullable<Kind>, type: string | undefined, reason: string): string {
  const [message = ''] = reason.trim().split('\n')
  const attributes = { message, ...(type === undefined ? {} : { type }) }
  return element(kind, attributes, kind === 'skipped' ? '' : escaped(reason))
}

const sums = (cases: readonly Case[]) => ({
  tests: String(cases.length),
  failures: count(cases, 'failure'),
  errors: count(cases, 'error'),
  skipped: count(cases, 'skipped'),
})

const count = (cases: readonly Case[], wanted: Kind): string =>
  String(cases.filter(({ kind }) => kind === wanted).length)

const fixed = (seconds: number): string => seconds.toFixed(3)

function element(name: string, attributes: Readonly<Record<string, string>>, body: string): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  return `<${name}${words.join('')}${body === '' ? '/>' : `>${body}</${name}>`}\n`
}

/** What XML cannot say at all, such as most control characters, is made visible. */
const escaped = (text: string): string =>
  plain(text)
    .replace(/[\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
