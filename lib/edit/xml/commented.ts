import { isRefusal } from '../../core/failure.ts'
import { parse } from './parse.ts'
import type { XmlStep } from './path.ts'
import { filter } from './select.ts'
import type { XmlSite } from './site.ts'
import { hasDtd, scope, trim, type XmlDocument, type XmlElement, type XmlLeaf, type XmlParent } from './tree.ts'

/** An element that is written in a comment and fills it. */
export interface Commented {
  readonly comment: XmlLeaf
  /** Parsed by itself: its offsets mean nothing in the file. */
  readonly element: XmlElement
  /** `whole` is `<!-- <X>…</X> -->`; `half` is `<!--X>…</X-->`, where the comment takes the place of the angle brackets. */
  readonly style: 'whole' | 'half'
  /** Where the element's text starts and ends in the file; for `half`, without its first and last character. */
  readonly start: number
  readonly end: number
}

/** The elements that a step names in the comments of a parent. */
export function commentedIn({ document, namespaces }: XmlSite, parent: XmlParent, step: XmlStep): Commented[] {
  const local = step.name === '*' ? '' : step.name.replace(/^.*:/, '')
  const all = parent.children.flatMap((node) =>
    node.kind === 'comment' && node.value.includes(local) ? (read(document, node) ?? []) : [],
  )
  const named = filter(
    all.map(({ element }) => element),
    step,
    namespaces,
  )
  return all.filter(({ element }) => named.includes(element))
}

export function read(document: XmlDocument, comment: XmlLeaf): Commented | undefined {
  const raw = document.text.slice(comment.start + 4, comment.end - 3)
  const body = trim(raw)
  const style = body.startsWith('<') ? 'whole' : 'half'
  const parsed = parse(style === 'whole' ? body : `<${body}>`, {
    namespaces: scope(comment.parent),
    dtd: hasDtd(document),
  })
  if (isRefusal(parsed)) return undefined
  const [element] = parsed.elements
  const start = comment.start + 4 + raw.indexOf(body)
  const alone = parsed.children.length === 1
  return element && alone ? { comment, element, style, start, end: start + body.length } : undefined
}
