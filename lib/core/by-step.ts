import { grouped } from './grouped.ts'
import type { NetOperation } from './net-effect.ts'
import type { PlannedOperation } from './plan-operation.ts'

/** The planned operations of a step, in their order. Each list is looked through once, however many steps ask. */
export const plannedOf = (planned: readonly PlannedOperation[], step: string): readonly PlannedOperation[] =>
  plannedBy(planned).steps.get(step) ?? []

/** The planned operations that do something to a real path. */
export const plannedAt = (planned: readonly PlannedOperation[], real: string): readonly PlannedOperation[] =>
  plannedBy(planned).reals.get(real) ?? []

/** The net operations that are a step's doing, with others' or without. */
export const netOf = (net: readonly NetOperation[], step: string): readonly NetOperation[] => netBy(net).get(step) ?? []

const plannedBy = once((planned: readonly PlannedOperation[]) => ({
  steps: grouped(planned, ({ step }) => step),
  reals: pairsOf(planned, ({ effects }) => effects.map(({ real }) => real)),
}))

const netBy = once((net: readonly NetOperation[]) => pairsOf(net, ({ steps }) => steps))

/** What comes of a list, kept as long as the list is. */
function once<List extends object, Found>(find: (list: List) => Found): (list: List) => Found {
  const known = new WeakMap<List, Found>()
  return (list) => {
    const found = known.get(list) ?? find(list)
    known.set(list, found)
    return found
  }
}

function pairsOf<One>(all: readonly One[], keysOf: (one: One) => readonly string[]): Map<string, One[]> {
  const pairs = all.flatMap((one) => [...new Set(keysOf(one))].map((key) => ({ key, one })))
  return new Map([...grouped(pairs, ({ key }) => key)].map(([key, found]) => [key, found.map(({ one }) => one)]))
}
