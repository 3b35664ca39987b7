import { Unreachable } from '../core/failure.ts'

/** A host that has said of its operations what cannot be. */
export const untrue = (what: string): Unreachable =>
  new Unreachable(
    `the host ${what}: run again; if it stays so, see what changes the output of its shell (a wrapper, a terminal, a start-up file)`,
  )
