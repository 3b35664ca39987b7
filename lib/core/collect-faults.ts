import { type Place, UsageError } from './failure.ts'

/** What came of work in which faults were collected: its value, unless it threw. */
export interface Collected<Value> {
  readonly value?: Value
  /** Faults of calls, in their order; what was thrown comes last. */
  readonly faults: readonly unknown[]
}

/** Calls `work`, in which a call that is at fault gives what could never be carried out, and gives all those faults. */
export function collectFaults<Value>(work: () => Value): Collected<Value> {
  const outer = collected
  const faults: unknown[] = []
  collected = faults
  try {
    return { value: work(), faults }
  } catch (error) {
    return { faults: [...faults, error] }
  } finally {
    collected = outer
  }
}

/** The same of work that takes its time, beside which nothing else may be at work: a module that is loaded. */
export async function collectFaultsOf<Value>(work: () => Promise<Value>): Promise<Collected<Value>> {
  const outer = collected
  const faults: unknown[] = []
  collected = faults
  try {
    return { value: await work(), faults }
  } catch (error) {
    return { faults: [...faults, error] }
  } finally {
    collected = outer
  }
}

/** Tells a fault of a call: throws it, unless faults are collected. Whoever made the call is then given a stand-in. */
export function tell(fault: UsageError): void {
  if (collected === undefined) throw fault
  collected.push(fault)
}

/** What a call gives, or a stand-in for it where it is at fault and faults are collected. */
export function madeOr<Made>(standIn: Made, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    tell(error)
    return standIn
  }
}

let collected: unknown[] | undefined

/** Calls `work` as before, and has it remember where its calls stand: for who has found a fault, and looks again. */
export function withPlaces<Value>(work: () => Value): Value {
  const outer = remembering
  remembering = true
  try {
    return work()
  } finally {
    remembering = outer
  }
}

/** Where the call that is being carried out stands. It costs more than the call itself, so only who looks again is told. */
export const placeHere = (): Place | undefined => (remembering ? new Error() : undefined)

let remembering = false
