import { holdsSecret } from '../core/approval/approved-path.ts'
import { attributesIn } from '../core/attributes.ts'
import { netOf, plannedAt, plannedOf } from '../core/by-step.ts'
import { type Content, isLocal, sameContent, sizeOf } from '../core/content.ts'
import type { Change, Shape } from '../core/event.ts'
import type { NetOperation } from '../core/net-effect.ts'
import type { PlannedOperation } from '../core/plan-operation.ts'
import { digestOfNode, type Effect, type Node } from '../core/state.ts'
import { unifiedDiff } from '../edit/diff.ts'

interface Telling {
  readonly planned: readonly PlannedOperation[]
  readonly net: readonly NetOperation[]
  readonly diffs: boolean
  mask(text: string): string
  /** Whether anything of the run may put a secret into the file at a real path. */
  isSensitive(real: string): boolean
  /** Is told of a real path into which a secret is put, also one that a host has told. */
  onSecret?(real: string): void
}

/**
 * What a step itself does to each path that ends up different, as documents for reports: secrets are hidden. What differs
 * in a text is that from before the first step to after the last, and told with the last: only there is it known where
 * secrets will stand, and so where old ones stood.
 */
export function changeEvents(id: string, telling: Telling): Change[] {
  const { planned, net, mask } = telling
  const carried = netOf(net, id).map(({ operation }) => operation)
  const paths = new Set(
    carried.flatMap((operation) =>
      operation.op === 'run' ? [] : operation.op === 'move' ? [operation.to] : [operation.path],
    ),
  )
  return plannedOf(planned, id).flatMap(({ operation, effects }): Change[] => {
    if (operation.op === 'run')
      return carried.includes(operation) ? [{ kind: 'run', script: mask(operation.script) }, ...changed(effects)] : []
    return changed(effects)
  })

  function changed(effects: PlannedOperation['effects']): Change[] {
    return effects.filter(({ real }) => paths.has(real)).map((effect) => pathChange(effect, telling))
  }
}

function pathChange(effect: Effect, { planned, net, diffs, mask, isSensitive, onSecret }: Telling): Change {
  const { real, before, after } = effect
  const all = plannedAt(planned, real).flatMap(({ step, effects }) =>
    netOf(net, step).some(({ operation }) => 'path' in operation && operation.path === real)
      ? effects.filter((one) => one.real === real)
      : [],
  )
  const last = all.at(-1) ?? effect
  // On both sides: what was there may have been a secret, too.
  const sensitive = [before, after, ...all.flatMap((one) => [one.before, one.after])].some((node) =>
    holdsSecret(node, mask),
  )
  if (sensitive) onSecret?.(real)
  const open = !sensitive && !isSensitive(real)
  const later = effect !== last && isText(last.after)
  const shown = diffs && !later && (open || holdsSecret(last.after, mask))
  const diff = shown ? diffOf(real, (all[0] ?? effect).before, after, mask) : ''
  return {
    kind: 'path',
    path: mask(real),
    before: shape(before, open, mask),
    after: shape(after, open, mask),
    ...(later ? { later } : {}),
    ...(diff === '' ? {} : { diff }),
  }
}

const isText = (node: Node): boolean => node.type === 'file' && textOf(node.content) !== undefined

function diffOf(path: string, before: Node | undefined, after: Node, mask: (text: string) => string): string {
  if (after.type !== 'file' || after.content === undefined) return ''
  const old = before?.type === 'file' ? before.content : undefined
  if (before?.type === 'file' && (old === undefined || sameContent(old, after.content))) return ''
  const [from, to] = [textOf(old), textOf(after.content)]
  return to === undefined ? '' : unifiedDiff(mask(path), from, to, mask)
}

function shape(node: Node | undefined, open: boolean, mask: (text: string) => string): Shape {
  if (node === undefined) return { type: 'unknown' }
  switch (node.type) {
    case 'file':
      return { type: 'file', ...attributesIn(node), ...contentShape(node), ...(open ? digestShape(node) : {}) }
    case 'directory':
      return { type: 'directory', ...attributesIn(node) }
    case 'symlink':
      return { type: 'symlink', target: mask(node.target) }
    default:
      return { type: node.type }
  }
}

function contentShape({ content, size }: FileNode): Pick<Shape, 'size' | 'from'> {
  if (content === undefined) return size === undefined ? {} : { size }
  if (!isLocal(content)) return { size: sizeOf(content), ...(textOf(content) === undefined ? { from: 'binary' } : {}) }
  const { file, entries = [] } = content.source
  return { size: content.size, from: `from ${[file, ...entries].join(' > ')}` }
}

function digestShape(node: FileNode): Pick<Shape, 'sha256'> {
  const sha256 = digestOfNode(node)
  return sha256 === undefined ? {} : { sha256 }
}

type FileNode = Extract<Node, { type: 'file' }>

/** The characters of a text; bytes that are not UTF-8, but could be text, are read as ISO-8859-1. */
function textOf(content: Content | undefined): string | undefined {
  if (content === undefined || isLocal(content)) return undefined
  if ('text' in content) return content.text
  const text = Buffer.from(content.base64, 'base64').toString('latin1')
  return text.includes('\0') ? undefined : text
}
