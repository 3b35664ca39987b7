import type { Out, Report, ReportOptions } from './report.ts'
import { loadReport, type ReportKind } from './report-kinds.ts'

/** A kind of report, and where it goes. Default: standard output. */
export interface ReportSpec {
  readonly kind: ReportKind
  readonly out?: Out
}

/** Several reports that hear the same run. */
export async function createReports(specs: readonly ReportSpec[], options: ReportOptions): Promise<Report> {
  const reports = await Promise.all(
    specs.map(async ({ kind, out }) =>
      (await loadReport(kind))(out === undefined ? options : { ...options, out, color: false }),
    ),
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
