import { openSync, writeSync } from 'node:fs'
import { UsageError } from '../core/failure.ts'
import type { ReportKind } from '../report/report.ts'
import type { ReportSpec } from '../report/reports.ts'

/** A report as the command line names it: `tree`, or `json=run.json`. */
export interface NamedReport {
  readonly kind: ReportKind
  readonly file?: string
}

/** The reports with their files, which nobody else may read. What cannot be written is a fault before the run, not in it. */
export const reportFiles = (named: readonly NamedReport[]): ReportSpec[] =>
  named.map(({ kind, file }) => {
    if (file === undefined) return { kind }
    const descriptor = opened(file)
    return { kind, out: { write: (text) => writeSync(descriptor, text) } }
  })

function opened(file: string): number {
  try {
    return openSync(file, 'w', 0o600)
  } catch (error) {
    throw new UsageError(`--output: ${file} cannot be written (${(error as NodeJS.ErrnoException).code}): name another`)
  }
}
