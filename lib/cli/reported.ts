import type { Summary } from '../core/event.ts'
import type { RunOptions } from '../engine/run.ts'
import { createReports } from '../report/create-reports.ts'
import { plain } from '../report/plain.ts'
import type { Report } from '../report/report.ts'
import type { ReportKind } from '../report/report-kinds.ts'
import { exitStatus } from './exit.ts'
import { printed } from './fault.ts'
import { onInterrupt } from './interrupt.ts'
import { type NamedReport, reportFiles } from './report-files.ts'
import { runBy } from './run-by.ts'

export interface ReportingOptions {
  readonly output?: readonly NamedReport[]
  /** Those that are written beside it. */
  readonly report?: readonly NamedReport[]
  /** What reports to standard output where no option says it. */
  readonly kind: ReportKind
  readonly diff?: boolean
  readonly verbose: boolean
  /** Tell what hosts were asked, and have answered. */
  readonly trace?: boolean
  /** A file for all events. */
  readonly log?: string
  readonly detailedExitcode?: boolean
  readonly lockTimeout?: number
  /** Seconds that the run has. */
  readonly timeout?: number
}

export interface Reporting {
  readonly report: Report
  /** What a run is given: who listens, who ends it, and who runs it. */
  readonly options: Pick<
    RunOptions,
    'signal' | 'leave' | 'emit' | 'by' | 'diffs' | 'lockTimeout' | 'renderer' | 'trace'
  >
  /** The exit status of a run. */
  status(summary: Summary): number
}

/** Lets somebody carry out runs that reports hear of, and gives the exit status: 1 where a report is not whole. */
export async function reported(
  options: ReportingOptions,
  work: (reporting: Reporting) => Promise<number>,
): Promise<number> {
  const { output, kind, diff = false, verbose, lockTimeout } = options
  let isWhole = true
  const { log, trace = false } = options
  const logged = log === undefined ? [] : [{ kind: 'log', file: log } as const]
  const named = [...(output ?? [{ kind }]), ...(options.report ?? []), ...logged]
  const files = reportFiles(named, (words) => {
    isWhole = false
    printed(process.stderr).write(`runbook: ${plain(words)}\n`)
  })
  // Annotations are commands, and say what hosts have said as data of theirs.
  const specs = files.map((one) => (one.kind === 'github' ? { out: process.stdout, ...one } : one))
  const streams = { out: printed(process.stdout), err: printed(process.stderr) }
  const report = await createReports(specs, { ...streams, diff, verbose, trace })
  const interrupt = onInterrupt({ say: report.note, beforeExit: report.end, limit: options.timeout })
  try {
    const status = await work({
      report,
      options: {
        by: runBy(),
        // A page has room for all that differs.
        diffs: diff || named.some((one) => one.kind === 'html'),
        ...(lockTimeout === undefined ? {} : { lockTimeout }),
        ...(report.renderer ? { renderer: report.renderer } : {}),
        trace: trace || named.some((one) => one.kind === 'log'),
        signal: interrupt.signal,
        leave: interrupt.leave,
        emit: report.emit,
      },
      status: (summary) =>
        interrupt.by() === 'limit'
          ? 1
          : exitStatus(summary, {
              detailed: options.detailedExitcode === true,
              interrupted: interrupt.by() === 'user',
            }),
    })
    return status === 0 && !isWhole ? 1 : status
  } finally {
    interrupt.stop()
    report.end()
  }
}

export const isTerminal = (): boolean => process.stdout.isTTY === true && process.env.TERM !== 'dumb'
