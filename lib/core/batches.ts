import type { NetOperation } from './net-effect.ts'
import { ancestry, parentOf } from './paths.ts'

/**
 * Operations that are carried out together, all of them or none: each is made ready beside its place before the first takes
 * its place. A script, a move or the removal of a folder is one by itself.
 */
export interface Batch {
  readonly staged: boolean
  readonly operations: readonly NetOperation[]
}

/** Cuts operations, in their order, into batches. */
export function batchesOf(operations: readonly NetOperation[]): Batch[] {
  const batches: { staged: boolean; operations: NetOperation[] }[] = []
  /** Folders whose attributes the last batch gives: what is below them may be made ready only then. */
  let opened = new Set<string>()
  operations.forEach((net, at) => {
    const last = batches.at(-1)
    const staged = canBeStaged(net, operations[at + 1])
    const joins = staged && last?.staged && last.operations[0]?.privilege === net.privilege && !waitsFor(net, opened)
    if (joins) last.operations.push(net)
    else {
      batches.push({ staged, operations: [net] })
      opened = new Set()
    }
    if (net.operation.op === 'attributes') opened.add(net.operation.path)
  })
  return batches
}

function canBeStaged({ operation, precondition }: NetOperation, next: NetOperation | undefined): boolean {
  if (operation.op === 'run' || operation.op === 'move') return false
  if (operation.op !== 'remove') return true
  const givesWay = next !== undefined && pathOf(next) === operation.path
  return givesWay || precondition?.type === 'file' || precondition?.type === 'symlink'
}

const waitsFor = (net: NetOperation, opened: ReadonlySet<string>): boolean =>
  opened.size > 0 && ancestry(parentOf(pathOf(net) ?? '/')).some((above) => opened.has(above))

const pathOf = ({ operation }: NetOperation): string | undefined =>
  operation.op === 'run' || operation.op === 'move' ? undefined : operation.path
