import type { Guard } from '../core/guard.ts'
import type { Step } from '../core/plan.ts'

/** A guarded list that has begun on a host: what is known of it until it is confirmed, or put back. */
export interface Armed {
  readonly guard: Guard
  /** The name of the run's journal there. */
  readonly run: string
  readonly id: string
  /** When its watchdog was armed, by this machine's clock; milliseconds. */
  readonly since: number
  /** Keys of the privileges as which there is a watchdog, in their order. */
  readonly privileges: string[]
  /** Paths that it has touched. */
  readonly touched: Set<string>
  /** Steps of which anything was begun. */
  readonly steps: Map<string, Pick<Step, 'id' | 'task' | 'title'>>
  /** Those that were told to have failed. */
  readonly failed: Set<string>
}
