import { plain } from './plain.ts'
import { type RecordedRun, recorder } from './recorded.ts'
import type { Report, ReportOptions } from './report.ts'

/** A report that is written once, when all is over, from all that was heard. */
export function reportAtEnd(
  { out, err }: Pick<ReportOptions, 'out' | 'err'>,
  textOf: (runs: readonly RecordedRun[]) => string,
): Report {
  const { hear, runs } = recorder()
  let isWritten = false
  return {
    emit: hear,
    note: (text) => void err.write(`${plain(text)}\n`),
    end() {
      if (isWritten) return
      isWritten = true
      out.write(textOf(runs()))
    },
  }
}
