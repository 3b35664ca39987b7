import { type Batch, batchesOf, privilegesOf } from '../core/batches.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { Restart } from '../core/operation.ts'
import type { Detached } from '../remote/dialect/detached-commands.ts'

/** Batches that go in one request, as one user; or one that several users carry out together. */
export interface Request {
  readonly privileges: readonly string[]
  readonly batches: readonly Batch[]
}

/** Neighbours of one privilege go in one request; what starts the host anew or runs on by itself, goes alone, and so does what several carry out. */
export function requestsOf(operations: readonly NetOperation[]): Request[] {
  const found: { privileges: string[]; batches: Batch[] }[] = []
  for (const batch of batchesOf(operations)) {
    const last = found.at(-1)
    const privileges = privilegesOf(batch)
    const goesAlone = [batch, ...(last?.batches.slice(-1) ?? [])].some(isAlone)
    const isOne = privileges.length === 1 && last?.privileges.join() === privileges[0]
    if (last && isOne && !goesAlone) last.batches.push(batch)
    else found.push({ privileges, batches: [batch] })
  }
  return found
}

const isAlone = (batch: Batch): boolean => restartIn([batch]) !== undefined || detachedIn([batch]) !== undefined

/** What runs on by itself. */
export const detachedIn = (batches: readonly Batch[]): Detached | undefined =>
  batches.flatMap(({ operations }) => detachedOf(operations))[0]

export const detachedNames = (operations: readonly Pick<NetOperation, 'operation'>[]): string[] =>
  detachedOf(operations).map(({ name }) => name)

const detachedOf = (operations: readonly Pick<NetOperation, 'operation'>[]): Detached[] =>
  operations.flatMap(({ operation }) => (operation.op === 'run' && operation.detached ? [operation.detached] : []))

/** What the host has to do that one of them starts anew. */
export const restartIn = (batches: readonly Batch[]): Restart | undefined =>
  batches
    .flatMap(({ operations }) => operations)
    .map(({ operation }) => (operation.op === 'run' ? operation.effects.restarts : undefined))
    .find((restart) => restart !== undefined)
