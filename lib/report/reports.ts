import { createReport } from './create-report.ts'
import type { Out, Report, ReportKind, ReportOptions } from './report.ts'

/** A kind of report, and where it goes. Default: standard output. */
export interface ReportSpec {
  readonly kind: ReportKind
  readonly out?: Out
}

/** Several reports that hear the same run. */
export function createReports(specs: readonly ReportSpec[], options: ReportOptions): Report {
  const reports = specs.map(({ kind, out }) =>
    createReport(kind, out === undefined ? options : { ...options, out, color: false }),
  )
  const renderer = reports.find((report) => report.renderer)?.renderer
  const [first] = reports
  return {
    emit(event) {
      for (const report of reports) report.emit(event)
    },
    note: (text) => first?.note(text),
    ...(renderer ? { renderer } : {}),
    end() {
      for (const report of reports) report.end()
    },
  }
}
