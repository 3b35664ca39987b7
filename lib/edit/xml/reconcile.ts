import { isRefusal, type Refusal } from '../../core/failure.ts'
import { plainOf, refer } from '../../core/reference.ts'
import { secretsIn } from '../../core/secret.ts'
import type { Splice } from '../splice.ts'
import { missing, tooMany } from './find.ts'
import type { Fragment, FragmentNode } from './fragment.ts'
import { drawnAs, insertion } from './insertion.ts'
import { parseChild, parsePath } from './path.ts'
import { removal } from './removal.ts'
import { isSame, sameText } from './same.ts'
import { filter } from './select.ts'
import { putAttribute } from './set-attribute.ts'
import { setText } from './set-text.ts'
import type { XmlSite } from './site.ts'
import { textOf, type XmlElement } from './tree.ts'
import type { XmlEditOf } from './xml-edit.ts'

/** Makes an element what a fragment asks for, by the smallest edits that keep its layout and comments. */
export function reconcile(site: XmlSite, element: XmlElement, fragment: Fragment): Splice[] {
  if (isSame(element, fragment) && secretsIn(fragment).length === 0) return []
  const inPlace = element.name === fragment.name ? contentInPlace(site, element, fragment) : undefined
  if (inPlace) return [...attributesInPlace(site, element, fragment), ...inPlace]
  return [{ start: element.start, end: element.end, text: drawnAs(site, element, fragment) }]
}

function attributesInPlace(site: XmlSite, element: XmlElement, { attributes }: Fragment): Splice[] {
  const literal = { ...site, namespaces: {} }
  const added = Object.keys(attributes).filter((name) => !element.attributes.some((is) => is.name === name))
  const changed = element.attributes.flatMap(({ name }) =>
    putAttribute(literal, element, { name, value: attributes[name] }),
  )
  return [...changed, ...added.flatMap((name) => putAttribute(literal, element, { name, value: attributes[name] }))]
}

/** Undefined when the children are not of the same names in the same order: then the element is written anew. */
function contentInPlace(site: XmlSite, element: XmlElement, { elements }: Fragment): Splice[] | undefined {
  const is = element.elements
  const wanted = elements.filter((node) => node.type === 'element')
  if (is.length === 0 && wanted.length === 0) {
    const value = elements.map(charactersOf).join('')
    const splices = sameAsLaidOut(textOf(element), value) ? [] : setText(site, element, value)
    return isRefusal(splices) ? undefined : splices
  }
  const aligned = is.length === wanted.length && is.every(({ name }, index) => name === wanted[index]?.name)
  if (!aligned || hasText(element) || elements.some((node) => node.type === 'text' || node.type === 'cdata'))
    return undefined
  return is.flatMap((child, index) => {
    const fragment = wanted[index]
    return fragment ? reconcile(site, child, fragment) : []
  })
}

/** With other white space around, it is as it shall be, and is left alone. */
const sameAsLaidOut = (is: string, wanted: string): boolean =>
  plainOf(is) !== plainOf(wanted) && sameText(plainOf(is), plainOf(wanted))

const hasText = ({ children }: XmlElement): boolean =>
  children.some((node) => (node.kind === 'text' || node.kind === 'cdata') && !sameText(node.value, ''))

const charactersOf = (node: FragmentNode): string =>
  node.type === 'text' ? refer(node.text) : node.type === 'cdata' ? refer(node.cdata) : ''

export function ensure(
  site: XmlSite,
  parent: XmlElement,
  { path, key, fragment, position }: XmlEditOf<'ensure'>,
): Splice[] | Refusal {
  const children = (step: string) => filter(parent.elements, parseChild(step), site.namespaces)
  const found = children(key)
  if (found.length > 1) return tooMany(site, `${path}/${key}`, found)
  if (found[0]) return reconcile(site, found[0], fragment)
  if (typeof position === 'string') return [insertion(site, position, parent, [fragment])]
  const [where, step] =
    'before' in position ? (['before', position.before] as const) : (['after', position.after] as const)
  const neighbours = children(step)
  const neighbour = where === 'before' ? neighbours[0] : neighbours.at(-1)
  if (!neighbour) return missing(site, parsePath(`${path}/${step}`))
  return [insertion(site, where, neighbour, [fragment])]
}

/** What both lists begin and end with stays; between, elements are changed in place, then taken out or put in. */
export function only(site: XmlSite, parent: XmlElement, { key, fragments }: XmlEditOf<'only'>): Splice[] {
  const is = filter(parent.elements, parseChild(key), site.namespaces)
  const same = (a: number, b: number) => {
    const [element, fragment] = [is[a], fragments[b]]
    return element !== undefined && fragment !== undefined && isSame(element, fragment)
  }
  const shorter = Math.min(is.length, fragments.length)
  let first = 0
  while (first < shorter && same(first, first)) first++
  let last = 0
  while (last < shorter - first && same(is.length - 1 - last, fragments.length - 1 - last)) last++
  const left = is.slice(first, is.length - last)
  const wanted = fragments.slice(first, fragments.length - last)
  const changed = left.flatMap((element, index) => {
    const fragment = wanted[index]
    return fragment ? reconcile(site, element, fragment) : [removal(site, element)]
  })
  const added = wanted.slice(left.length)
  if (added.length === 0) return changed
  const before = left.at(-1) ?? is[first - 1]
  const after = is[is.length - last]
  const place = before
    ? insertion(site, 'after', before, added)
    : after
      ? insertion(site, 'before', after, added)
      : insertion(site, 'last', parent, added)
  return [...changed, place]
}
