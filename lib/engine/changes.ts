import type { Change, Shape } from '../core/event.ts'
import { attributesOf } from '../core/operation.ts'
import type { Step } from '../core/plan.ts'
import type { NetOperation } from '../core/settle.ts'
import type { Node } from '../core/state.ts'

/** What a step itself does to each path that ends up different, for reports to show. */
export function changesOf(step: Step, net: readonly NetOperation[]): Change[] {
  if (step.outcome !== 'change') return []
  const carried = net.filter(({ steps }) => steps.includes(step.index)).map(({ operation }) => operation)
  const paths = new Set(
    carried.flatMap((operation) =>
      operation.op === 'run' ? [] : operation.op === 'move' ? [operation.to] : [operation.path],
    ),
  )
  const changes: Change[] = []
  for (const { operation, effects } of step.moves) {
    if (operation.op === 'run' && carried.includes(operation)) changes.push({ kind: 'run', script: operation.script })
    for (const { real, before, after } of effects) {
      if (paths.has(real)) changes.push({ kind: 'path', path: real, before: shape(before), after: shape(after) })
    }
  }
  return changes
}

function shape(node: Node | undefined): Shape {
  if (node === undefined) return { type: 'unknown' }
  switch (node.type) {
    case 'file':
      return { type: 'file', ...attributesOf(node), ...(node.content ? { content: node.content } : {}) }
    case 'directory':
      return { type: 'directory', ...attributesOf(node) }
    case 'symlink':
      return { type: 'symlink', target: node.target }
    default:
      return { type: node.type }
  }
}
