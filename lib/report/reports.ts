import { closeSync, openSync, writeSync } from 'node:fs'
import { UsageError } from '../core/failure.ts'
import { createReport, type Out, type Report, type ReportKind, type ReportOptions } from './report.ts'

/** A kind of report, and the file that it goes to. Default: standard output. */
export interface ReportSpec {
  readonly kind: ReportKind
  readonly file?: string
}

/** Several reports that hear the same run. */
export function createReports(specs: readonly ReportSpec[], options: ReportOptions): Report {
  const reports = specs.map(({ kind, file }) =>
    file === undefined ? createReport(kind, options) : toFile(kind, file, options),
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

/** What a file cannot take is a fault before the run, not in the middle of it. */
function toFile(kind: ReportKind, file: string, options: ReportOptions): Report {
  const descriptor = opened(file)
  const out: Out = { write: (text) => writeSync(descriptor, text) }
  const report = createReport(kind, { ...options, out, color: false })
  let open = true
  return {
    ...report,
    end() {
      report.end()
      if (open) closeSync(descriptor)
      open = false
    },
  }
}

function opened(file: string): number {
  try {
    return openSync(file, 'w', 0o600)
  } catch (error) {
    throw new UsageError(`--output: ${file} cannot be written (${(error as NodeJS.ErrnoException).code}): name another`)
  }
}
