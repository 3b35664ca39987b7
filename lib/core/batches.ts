import type { NetOperation } from './net-effect.ts'
import { ancestry, parentOf } from './paths.ts'

/**
 * Operations that are carried out together, all of them or none, whoever carries them out: each is made ready beside its
 * place before the first takes its place. A script, a move or the removal of a folder is one by itself.
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
  /** Folders that the last batch makes, and as whom: another cannot make anything ready in what is not there yet. */
  let made = new Map<string, string>()
  operations.forEach((net, at) => {
    const last = batches.at(-1)
    const staged = canBeStaged(net, operations[at + 1])
    const isBelow = (is: (above: string) => boolean) => ancestry(parentOf(pathOf(net) ?? '/')).some(is)
    const isAnothers = (above: string) => (made.get(above) ?? net.privilege) !== net.privilege
    const waits = isBelow((above) => opened.has(above) || isAnothers(above))
    if (staged && last?.staged && !waits) last.operations.push(net)
    else {
      batches.push({ staged, operations: [net] })
      opened = new Set()
      made = new Map()
    }
    if (net.operation.op === 'attributes') opened.add(net.operation.path)
    if (net.operation.op === 'directory') made.set(net.operation.path, net.privilege)
  })
  return batches
}

function canBeStaged({ operation, precondition }: NetOperation, next: NetOperation | undefined): boolean {
  if (operation.op === 'run' || operation.op === 'move') return false
  if (operation.op !== 'remove') return true
  const givesWay = next !== undefined && pathOf(next) === operation.path
  return givesWay || precondition?.type === 'file' || precondition?.type === 'symlink'
}

/** The privileges of a batch, in their order. */
export const privilegesOf = ({ operations }: Batch): string[] => [
  ...new Set(operations.map(({ privilege }) => privilege)),
]

const pathOf = ({ operation }: NetOperation): string | undefined =>
  operation.op === 'run' || operation.op === 'move' ? undefined : operation.path
