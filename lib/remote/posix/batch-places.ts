import { grouped } from '../../core/grouped.ts'
import type { NetOperation } from '../../core/net-effect.ts'
import type { Operation } from '../../core/operation.ts'
import { ancestry, join, parentOf } from '../../core/paths.ts'
import type { StagedOperation } from '../dialect/operation-scripts.ts'

/** An operation of a batch, and where it is made ready. */
export interface Placed extends StagedOperation {
  readonly index: number
  readonly path: string
  /** A folder beside the path that only its owner may enter: for what is new, and for what gives way. */
  readonly room?: string
  /** Where the new thing lies until its turn comes; what is below a new folder lies within it. */
  readonly ready?: string
  /** It lies under its own name in the room: one program may give many of these their places. */
  readonly named?: true
  /** It lies within a new folder that is made ready as a whole. */
  readonly inside: boolean
  /** Where what was there before is kept until the batch has ended. */
  readonly kept?: string
}

/**
 * Where each operation of a batch is made ready. One room for all that have a parent in common; a new folder, and all that
 * will be below it, is one thing.
 */
export function placesOf(batch: readonly (StagedOperation & { readonly index: number })[], name: string): Placed[] {
  const folders = new Map<string, string>()
  const names = namesOf(batch)
  return batch.map((one) => {
    const { operation } = one.net
    if (operation.op === 'run' || operation.op === 'move') throw new Error(`${operation.op} is no part of a batch`)
    const { path } = operation
    if (operation.op === 'attributes') return { ...one, path, inside: false }
    const within = ancestry(parentOf(path)).find((above) => folders.has(above))
    const room = join(operation.op === 'write' && operation.inPlace ? '/var/tmp' : parentOf(within ?? path), name)
    const named = within === undefined && names.has(path)
    const ready =
      within !== undefined
        ? `${folders.get(within)}${path.slice(within.length)}`
        : named
          ? join(namedIn(room), nameOf(path))
          : join(room, `new-${one.index}${endingOf(operation)}`)
    if (operation.op === 'directory' && within === undefined) folders.set(path, ready)
    const kept = keeps(one.net) ? { kept: join(room, `old-${one.index}`) } : {}
    if (operation.op === 'remove') return { ...one, path, room, inside: false, ...kept }
    return { ...one, path, room, ready, inside: within !== undefined, ...(named ? { named } : {}), ...kept }
  })
}

/** Where in a room things lie under their own names. */
export const namedIn = (room: string): string => `${room}/new`

/** Paths of which others are made in the same folder, and which need nothing but a rename. */
function namesOf(batch: readonly StagedOperation[]): Set<string> {
  const plain = batch.flatMap(({ net: { operation } }) => (isPlain(operation) ? [operation.path] : []))
  const once = [...grouped(plain, (path) => path).values()].flatMap((same) => (same.length === 1 ? same : []))
  return new Set([...grouped(once, parentOf).values()].flatMap((beside) => (beside.length > 1 ? beside : [])))
}

function isPlain(operation: Operation): operation is Extract<Operation, { op: 'write' | 'directory' }> {
  if (operation.op === 'directory') return !isClosed(operation)
  return operation.op === 'write' && !operation.inPlace && operation.validate === undefined
}

/** A folder that its owner may not write to cannot be renamed by the owner: it is closed when it is in its place. */
export const isClosed = (operation: Operation): boolean =>
  operation.op === 'directory' && operation.mode !== undefined && (operation.mode & 0o200) === 0

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** What looks at a file may go by how its name ends. */
const endingOf = (operation: Operation): string =>
  operation.op === 'write' && operation.validate ? (/\.[A-Za-z0-9]{1,16}$/.exec(operation.path)?.[0] ?? '') : ''

/** Whether something gives way to it. */
const keeps = ({ operation, precondition }: NetOperation): boolean =>
  operation.op === 'remove' || (operation.op !== 'directory' && precondition?.type !== 'absent')
