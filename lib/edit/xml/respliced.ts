import { isRefusal, type Refusal } from '../../core/failure.ts'
import { type Splice, splice } from '../splice.ts'
import { splicedPart } from './held-text.ts'
import { parse } from './parse.ts'
import { lastBefore, putSibling } from './siblings.ts'
import { ancestors, hasDtd, isElement, scope, type XmlDocument, type XmlElement, type XmlNode } from './tree.ts'

/**
 * A document after splices. Only the innermost element that they all lie in is read anew, and put into the document in
 * place of the old one: reading all of a large file for each of many edits would cost their product. Where there is none,
 * or that element is no longer one, the whole is read.
 */
export function respliced(document: XmlDocument, splices: readonly Splice[]): XmlDocument | Refusal {
  const old = around(document, splices)
  if (old === undefined) return parse(splice(document.text, splices))
  const part = splicedPart(document.held.part(old.start, old.end), old.start, splices)
  const delta = part.length - (old.end - old.start)
  const within = { namespaces: scope(old.parent), dtd: hasDtd(document), depth: ancestors(old).length }
  const read = parse(detached(part), within)
  const [fresh, ...more] = isRefusal(read) ? [] : read.children
  if (isRefusal(read) || !isElement(fresh) || more.length > 0) return parse(splice(document.text, splices))
  for (const prefix of read.undeclared) document.undeclared.add(prefix)
  shift(fresh, old.start)
  put(fresh, old, delta)
  document.held.put(splices)
  return document
}

/** What is cut out of a text keeps all of it in memory: as many times the file as there are edits. */
const detached = (part: string): string => `\n${part}`.slice(1)

/** The innermost element that holds all splices and stays where it begins and ends. */
function around(document: XmlDocument, splices: readonly Splice[]): XmlElement | undefined {
  const start = Math.min(...splices.map((one) => one.start))
  const end = Math.max(...splices.map((one) => one.end))
  const holding = ({ elements }: XmlDocument | XmlElement): XmlElement | undefined => {
    const last = elements[lastBefore(elements, start)]
    return last && end <= last.end && start < last.end ? last : undefined
  }
  let found: XmlElement | undefined
  for (let next = holding(document); next; next = holding(next)) found = next
  return found
}

/** Puts an element in the place of another, `delta` characters shorter; all behind it moves by as much. */
function put(fresh: XmlElement, old: XmlElement, delta: number): void {
  fresh.parent = old.parent
  putSibling(old.parent.elements, lastBefore(old.parent.elements, old.start + 1), fresh)
  let child: XmlNode = old
  for (let parent = old.parent; ; parent = parent.parent) {
    const { children } = parent
    const at = lastBefore(children, child.start + 1)
    if (child === old) children[at] = fresh
    if (delta !== 0) for (let next = at + 1; next < children.length; next++) shift(children[next] as XmlNode, delta)
    if (!isElement(parent)) return
    parent.closeStart += delta
    parent.end += delta
    child = parent
  }
}

function shift(node: XmlNode, by: number): void {
  node.start += by
  node.end += by
  if (!isElement(node)) return
  node.openEnd += by
  node.closeStart += by
  for (const attribute of node.attributes) {
    attribute.start += by
    attribute.end += by
    attribute.valueStart += by
  }
  for (const child of node.children) shift(child, by)
}
