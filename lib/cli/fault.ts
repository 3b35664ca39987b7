import { UsageError } from '../core/failure.ts'

export const isUsageError = (error: unknown): error is UsageError => error instanceof UsageError

/** Faults under one heading: all that is known to be wrong, at once. */
export function throwFaults(heading: string, faults: readonly string[]): void {
  if (faults.length === 0) return
  const [only] = faults
  const text = faults.length === 1 ? ` ${only}` : faults.map((fault) => `\n  - ${fault}`).join('')
  throw new UsageError(`${heading}:${text}`)
}

/** `did you mean X?`, or what there is. */
export const meant = (near: string | undefined, all: readonly string[], what = 'there is'): string =>
  near !== undefined ? `did you mean ${near}?` : all.length > 0 ? `${what} ${all.join(', ')}` : `${what} none`

/** What the user reads when a command cannot be carried out. */
export function faultText(error: unknown, verbose: boolean): string {
  if (isUsageError(error)) return `runbook: ${error.message}\n${verbose ? stacks(error) : ''}`
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `runbook: a fault of runbook itself: please report it, with this:\n${stack}\n`
}

const stacks = (error: Error): string => {
  const cause = error.cause instanceof Error ? (error.cause.stack ?? '') : ''
  return `${cause || error.stack}\n`
}
