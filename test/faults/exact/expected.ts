import { relative } from 'node:path'
import { bytesOf } from '../../../lib/core/content.ts'
import { isBelow } from '../../../lib/core/paths.ts'
import type { Plan } from '../../../lib/core/plan.ts'
import type { Node } from '../../../lib/core/state.ts'

/** What `snapshot` is to give once a plan is carried out: the tree before, with all that it foresees. */
export function expectedTree(
  folder: string,
  before: ReadonlyMap<string, string>,
  { operations }: Pick<Plan, 'operations'>,
): Map<string, string> {
  const tree = new Map(before)
  for (const { effects } of operations)
    for (const { real, after } of effects) {
      const name = relative(folder, real)
      if (after.type !== 'directory')
        for (const known of [...tree.keys()]) if (isBelow(`/${known}`, `/${name}`)) tree.delete(known)
      if (after.type === 'absent') tree.delete(name)
      else tree.set(name, lineOf(after, tree.get(name)))
    }
  return tree
}

function lineOf(node: Node, before: string | undefined): string {
  if (node.type === 'symlink') return `link ${node.target}`
  if (node.type !== 'file' && node.type !== 'directory') throw new Error(`a plan foresees no ${node.type}`)
  const words = `${node.mode?.toString(8)} ${node.uid}:${node.gid}`
  if (node.type === 'directory') return `directory ${words}`
  if (node.content === undefined) return `file ${words} ${before?.replace(/^\S+ \S+ \S+ /, '')}`
  return `file ${words} ${Buffer.from(bytesOf(node.content)).toString('latin1')}`
}
