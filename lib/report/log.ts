import { eventVersion, type Mode } from '../core/event.ts'
import { jsonLine, plain } from './plain.ts'
import type { Report, ReportOptions } from './report.ts'

/** All that is heard, as it comes, one event a line (docs/json.md): what a terminal shows, and what it leaves out. */
export function logReport({ out, err }: ReportOptions): Report {
  let mode: Mode | undefined
  return {
    emit(event) {
      if (event.type === 'start') mode = event.mode
      const more = { version: eventVersion, ...(mode === undefined ? {} : { mode }), at: new Date().toISOString() }
      if (event.type !== 'progress') out.write(jsonLine({ ...more, ...event }))
    },
    note: (text) => void err.write(`${plain(text)}\n`),
    end: () => {},
  }
}
