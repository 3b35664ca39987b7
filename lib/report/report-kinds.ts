import type { Report, ReportOptions } from './report.ts'

type Create = (options: ReportOptions) => Report

/** Each kind of report, by the name that the command line gives it; it is loaded when it is first wanted. */
const reports = {
  tree: async (): Promise<Create> => (await import('./tree.ts')).treeReport,
  lines: async (): Promise<Create> => (await import('./lines.ts')).linesReport,
  json: async (): Promise<Create> => (await import('./json.ts')).jsonReport,
  junit: async (): Promise<Create> => (await import('./junit.ts')).junitReport,
  github: async (): Promise<Create> => (await import('./github.ts')).githubReport,
  html: async (): Promise<Create> => (await import('./html.ts')).htmlReport,
  log: async (): Promise<Create> => (await import('./log.ts')).logReport,
}

export type ReportKind = keyof typeof reports

export const reportKinds = Object.keys(reports) as readonly ReportKind[]

/** What makes reports of a kind: `(await loadReport('lines'))({ out, err, diff: false, verbose: false })` */
export const loadReport = (kind: ReportKind): Promise<Create> => reports[kind]()
