import type { Run } from '../../core/operation.ts'

/** A script that runs on whoever goes away; its operation only starts it, or finds that it runs already. */
export interface DetachedCommands {
  /** Waits a little for its end: says the last that it has said, or how it ended, as an operation with the index 0, and forgets it. */
  poll(name: string, nonce: string): string
}

export type Detached = NonNullable<Run['detached']>
