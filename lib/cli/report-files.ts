import { openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../core/failure.ts'
import type { ReportSpec } from '../report/create-reports.ts'
import type { ReportKind } from '../report/report-kinds.ts'

/** A report as the command line names it: `tree`, or `json=run.json`. */
export interface NamedReport {
  readonly kind: ReportKind
  readonly file?: string
}

/**
 * The reports with their files, which nobody else may read. What cannot be opened is a fault before the run. A file that
 * takes no more in the middle of one ends with that report alone, and `say` is told: the run goes on.
 */
export function reportFiles(named: readonly NamedReport[], say: (words: string) => void): ReportSpec[] {
  const files = named.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)]))
  const twice = files.find((file, at) => files.indexOf(file) !== at)
  if (twice !== undefined)
    throw new UsageError(`two reports would be written to ${twice}: name another file for one of them`)
  return named.map(({ kind, file }) => {
    if (file === undefined) return { kind }
    const descriptor = opened(file)
    let whole = true
    const write = (text: string): void => {
      if (!whole) return
      try {
        writeAll(descriptor, Buffer.from(text))
      } catch (error) {
        whole = false
        say(`the report ${file} is not whole (${codeOf(error)}): make room for it, or name another file`)
      }
    }
    return { kind, out: { write } }
  })
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done)
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

function opened(file: string): number {
  try {
    return openSync(file, 'w', 0o600)
  } catch (error) {
    throw new UsageError(`the report ${file} cannot be written (${codeOf(error)}): name another`)
  }
}
