import { jsonReport } from './json.ts'
import { linesReport } from './lines.ts'
import type { Report, ReportKind, ReportOptions } from './report.ts'
import { treeReport } from './tree.ts'

const reports: Record<ReportKind, (options: ReportOptions) => Report> = {
  tree: treeReport,
  lines: linesReport,
  json: jsonReport,
}

/** `createReport('lines', { out: process.stdout, err: process.stderr, diff: false, verbose: false })` */
export const createReport = (kind: ReportKind, options: ReportOptions): Report => reports[kind](options)
