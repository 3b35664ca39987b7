import type { ApprovedPath } from '../approval.ts'
import { attributesIn } from '../attributes.ts'
import { type Content, isLocal, sameContent, sizeOf } from '../content.ts'
import type { Shape } from '../event.ts'
import { holdsReference } from '../reference.ts'
import { digestOfNode, type Effect, type Node } from '../state.ts'
import { covered, coveredDiff, coveredDigest } from './covered.ts'

/** What making an approval needs beside the plan. */
export interface Approving {
  /** Hides secrets in a text. */
  mask(text: string): string
  /** Whether anything of the run may put a secret into the file at a real path. */
  isSensitive(real: string): boolean
  /** The SHA-256 of a file of the controller. */
  digest(file: string): string | undefined
  /** A text without the digests of files that hold a secret. */
  withoutSensitiveDigests(text: string): string
  /** A unified diff, in which secrets are hidden and what stood in their place before. */
  diff(path: string, before: string | undefined, after: string): string
}

/** What one operation does to one path, as an approval has it. */
export function approvedPath({ real, before, after }: Effect, approving: Approving): ApprovedPath {
  const { mask } = approving
  const spells = [before, after].some((node) => holdsSecret(node, mask))
  const sensitive = spells || approving.isSensitive(real)
  // Where no secret is known to stand, an old one may stand anywhere.
  const isSeen = !sensitive || holdsSecret(after, mask)
  const diff = isSeen ? diffOf() : ''
  return {
    path: mask(real),
    before: shape(before, sensitive ? 'nothing' : 'all'),
    after: shape(after, !sensitive ? 'all' : isSeen ? 'covered' : 'nothing'),
    ...(sensitive ? { sensitive } : {}),
    ...(diff === '' ? {} : { diff }),
  }

  function diffOf(): string {
    if (after.type !== 'file' || after.content === undefined) return ''
    const old = before?.type === 'file' ? before.content : undefined
    if (before?.type === 'file' && (old === undefined || sameContent(old, after.content))) return ''
    const [from, to] = [textOf(old), textOf(after.content)]
    if (to === undefined) return ''
    if (!sensitive) return approving.diff(mask(real), from, to)
    // Of texts in which all secrets are alike: which lines differ must not depend on what a secret is.
    return coveredDiff(approving.diff(mask(real), from === undefined ? from : covered(from, mask), covered(to, mask)))
  }

  function shape(node: Node | undefined, shown: 'all' | 'covered' | 'nothing'): Shape {
    if (node === undefined) return { type: 'unknown' }
    switch (node.type) {
      case 'file':
        return { type: 'file', ...attributesIn(node), ...contentShape(node, shown) }
      case 'directory':
        return { type: 'directory', ...attributesIn(node) }
      case 'symlink':
        return { type: 'symlink', target: mask(node.target) }
      default:
        return { type: node.type }
    }
  }

  function contentShape(node: FileNode, shown: 'all' | 'covered' | 'nothing'): Partial<Shape> {
    const { content, size } = node
    const text = textOf(content)
    if (shown === 'nothing') return {}
    if (shown === 'covered') return text === undefined ? {} : { sha256: coveredDigest(text, mask) }
    const bytes = content === undefined ? size : sizeOf(content)
    const sha256 = digestOfNode(node)
    return {
      ...(bytes === undefined ? {} : { size: bytes }),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(content !== undefined && text === undefined ? { from: origin(content, mask) } : {}),
    }
  }
}

type FileNode = Extract<Node, { type: 'file' }>

const origin = (content: Content, mask: (text: string) => string): string =>
  isLocal(content) ? `from ${mask([content.source.file, ...(content.source.entries ?? [])].join(' > '))}` : 'binary'

export function holdsSecret(node: Node | undefined, mask: (text: string) => string): boolean {
  return node?.type === 'file' && node.content !== undefined && spellsSecret(node.content, mask)
}

/** Whether a secret stands in it, also one that a host has told. */
export function spellsSecret(content: Content, mask: (text: string) => string): boolean {
  if (isLocal(content)) return false
  const text = 'text' in content ? content.text : latin1(content.base64)
  return holdsReference(text) || mask(text) !== text
}

const latin1 = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1')

/** The characters of a text; bytes that are not UTF-8 are read as ISO-8859-1. */
function textOf(content: Content | undefined): string | undefined {
  if (content === undefined || isLocal(content)) return undefined
  if ('text' in content) return content.text
  const text = latin1(content.base64)
  return text.includes('\0') ? undefined : text
}
