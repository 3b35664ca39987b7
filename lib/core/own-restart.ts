import { type Refusal, refuse } from './failure.ts'
import type { Operation } from './operation.ts'

/** Why the controller itself cannot be started anew by a run; undefined: none of these does that. */
export const ownRestart = (operations: readonly Operation[]): Refusal | undefined =>
  operations.some((operation) => operation.op === 'run' && operation.effects.restarts !== undefined)
    ? refuse(
        'this host is the machine that the run comes from, which would end with it',
        'restart it by hand, or leave this step out for it',
      )
    : undefined
