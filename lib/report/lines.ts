import { type Event, isLeftOut, type Mode, type StepEvent, type Summary } from '../core/event.ts'
import { changesText } from './changes.ts'
import { firstFault } from './first-fault.ts'
import { oneLine, plain } from './plain.ts'
import type { Report, ReportOptions } from './report.ts'
import { endWords, hostWords, plural, statusWords } from './words.ts'

/** One plain line for each event that matters, `play | host | status | title`: for logs, pipes and `grep`. */
export function linesReport({ out, err, diff, verbose, trace = false }: ReportOptions): Report {
  let mode: Mode = 'apply'
  let empty = new Set<string>()
  let printed = 0
  const first = firstFault()
  const print = (...fields: string[]) => {
    printed++
    out.write(`${fields.map(oneLine).join(' | ')}\n`)
  }
  const step = ({ play, host, status, title, reason, warning, changes = [] }: StepEvent) => {
    if (((status === 'ok' && !warning) || isLeftOut(reason)) && !verbose) return
    print(play, host, warning ? 'warning' : statusWords(status, mode), title, ...(reason === undefined ? [] : [reason]))
    if (!(diff || verbose) || (status !== 'changed' && status !== 'ran')) return
    for (const line of changesText(changes).split('\n').slice(0, -1)) {
      printed++
      out.write(`    ${plain(line)}\n`)
    }
  }
  const summarise = (summary: Summary) => {
    for (const fields of summaryLines(summary)) print(...fields)
    const fault = first.again(printed)
    if (fault)
      print('first fault', fault.play, fault.host, fault.status, ...(fault.title ? [fault.title] : []), fault.reason)
  }
  const hear = (event: Event) => {
    first.hear(event)
    switch (event.type) {
      case 'start':
        mode = event.mode
        empty = new Set(event.plays.filter(({ hosts }) => hosts.length === 0).map(({ name }) => name))
        return
      case 'play':
        if (empty.has(event.play)) print(event.play, 'no hosts')
        return
      case 'host':
        if (event.reason !== undefined) print(event.play, event.host, event.phase, event.reason)
        return
      case 'note':
        return print('note', event.host, event.reason)
      case 'step':
        return step(event)
      case 'answer':
        if (trace) print('answer', event.host, event.question, event.answer)
        return
      case 'unreachable':
        return print(event.play, event.host, 'unreachable', event.reason)
      case 'summary':
        return summarise(event)
    }
  }
  return { emit: hear, note: (text) => void err.write(`${plain(text)}\n`), end: () => {} }
}

function summaryLines(summary: Summary): string[][] {
  const hosts = Object.entries(summary.hosts)
  return [
    ...hosts.map(([name, host]) => ['summary', name, hostWords(host, summary.mode)]),
    ['summary', plural(hosts.length, 'host'), `${endWords(summary)}, ${summary.seconds.toFixed(1)} s`],
  ]
}
