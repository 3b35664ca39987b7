import { UsageError } from '../core/failure.ts'
import { inert, plain } from '../report/plain.ts'
import type { Out } from '../report/report.ts'

export const isUsageError = (error: unknown): error is UsageError => error instanceof UsageError

/** What the user reads when a command cannot be carried out. */
export const faultText = (error: unknown, verbose: boolean): string => plain(wordsOf(error, verbose))

function wordsOf(error: unknown, verbose: boolean): string {
  if (isUsageError(error)) return `runbook: ${error.message}\n${verbose ? stacks(error) : ''}`
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `runbook: a fault of runbook itself: please report it, with this:\n${stack}\n`
}

const stacks = (error: Error): string => {
  const cause = error.cause instanceof Error ? (error.cause.stack ?? '') : ''
  return `${cause || error.stack}\n`
}

/** A stream for text that hosts have a part in: a runner of GitHub Actions that reads it as a log finds no command in it. */
export const printed = (out: NodeJS.WriteStream): Out =>
  process.env.GITHUB_ACTIONS === 'true' ? { write: (text) => out.write(inert(text)) } : out
