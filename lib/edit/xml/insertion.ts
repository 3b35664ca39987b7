import { lineEndAt, type Splice } from '../splice.ts'
import type { Fragment } from './fragment.ts'
import { indentOf, slashOf, unitNear, visibleEnd } from './layout.ts'
import { render } from './render.ts'
import type { XmlSite } from './site.ts'
import { isBlank, isElement, isSelfClosing, type XmlElement, type XmlNode } from './tree.ts'
import type { Where } from './xml-edit.ts'

/** Fragments before or after an element, or first or last in it, in the layout of what is there. */
export function insertion(site: XmlSite, where: Where, at: XmlElement, fragments: readonly Fragment[]): Splice {
  if (where === 'before' || where === 'after') return beside(site, where, at, at, fragments)
  const nodes = at.children.filter((node) => node.kind !== 'text' || !isBlank(node.value))
  const neighbour = where === 'first' ? nodes[0] : nodes.at(-1)
  if (!neighbour) return inside(site, at, fragments)
  if (neighbour.kind === 'text' || neighbour.kind === 'cdata') {
    const offset = where === 'first' ? at.openEnd : at.closeStart
    return { start: offset, end: offset, text: draw(site, at, undefined, offset, fragments).join('') }
  }
  const models = at.elements
  const model = (where === 'first' ? models[0] : models.at(-1)) ?? neighbour
  return beside(site, where === 'first' ? 'before' : 'after', neighbour, model, fragments)
}

/** The element as it would be written in place of another. */
export const drawnAs = (site: XmlSite, old: XmlElement, fragment: Fragment): string =>
  draw(site, old, indentOf(site.document.text, old.start), old.start, [fragment]).join('')

/** `model` lends its indentation: of the neighbours, elements are laid out with more care than comments. */
function beside(
  site: XmlSite,
  where: 'before' | 'after',
  neighbour: XmlNode,
  model: XmlNode,
  fragments: readonly Fragment[],
): Splice {
  const { text } = site.document
  const indent = indentOf(text, neighbour.start) === undefined ? undefined : (indentOf(text, model.start) ?? '')
  const offset =
    where === 'before' ? neighbour.start : indent === undefined ? neighbour.end : visibleEnd(text, neighbour)
  const drawn = draw(site, neighbour, indent, offset, fragments)
  if (indent === undefined) return { start: offset, end: offset, text: drawn.join('') }
  const eol = lineEndAt(text, offset)
  if (where === 'after') return { start: offset, end: offset, text: drawn.map((each) => eol + indent + each).join('') }
  const own = indentOf(text, neighbour.start) ?? ''
  const lines = drawn.map((each) => indent + each + eol).join('')
  return { start: offset - own.length, end: offset - own.length, text: lines }
}

/** Into an element without content, which then gets lines of its own if it begins one. */
function inside(site: XmlSite, at: XmlElement, fragments: readonly Fragment[]): Splice {
  const { text } = site.document
  const outer = indentOf(text, at.start)
  const indent = outer === undefined ? undefined : outer + unitNear(text, at)
  const eol = lineEndAt(text, at.openEnd)
  const drawn = draw(site, at, indent, at.openEnd, fragments)
  const content =
    indent === undefined ? drawn.join('') : `${drawn.map((each) => eol + indent + each).join('')}${eol}${outer}`
  if (!isSelfClosing(at)) return { start: at.openEnd, end: at.closeStart, text: content }
  return { start: slashOf(text, at), end: at.end, text: `>${content}</${at.name}>` }
}

function draw(
  site: XmlSite,
  near: XmlNode,
  indent: string | undefined,
  offset: number,
  fragments: readonly Fragment[],
): string[] {
  const { text } = site.document
  const element = isElement(near)
    ? near
    : isElement(near.parent as XmlElement)
      ? (near.parent as XmlElement)
      : undefined
  const unit = element ? unitNear(text, element) : '    '
  return fragments.map((each) => render(each, { indent, unit, eol: lineEndAt(text, offset), charset: site.charset }))
}
