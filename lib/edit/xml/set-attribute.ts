import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { plainOf, refer } from '../../core/reference.ts'
import { respell, type Splice } from '../splice.ts'
import { escapeAttribute } from './escape.ts'
import type { Value } from './fragment.ts'
import { uriOf } from './names.ts'
import { attributeOf } from './select.ts'
import type { XmlSite } from './site.ts'
import { scope, type XmlAttribute, type XmlElement } from './tree.ts'
import type { XmlEditOf } from './xml-edit.ts'

type Wish = Pick<XmlEditOf<'attribute'>, 'name' | 'place'> & { readonly value?: Value | undefined }

/** Gives an element an attribute, or takes it away; a new one of a namespace gets the prefix that this has there. */
export function setAttribute(site: XmlSite, element: XmlElement, wish: Wish): Splice[] | Refusal {
  const named = wish.value === undefined ? { name: wish.name } : nameThere(site, element, wish.name)
  return isRefusal(named) ? named : putAttribute(site, element, wish, named)
}

/** The same with a name that is written as it is. */
export function putAttribute(
  site: XmlSite,
  element: XmlElement,
  { name, value, place }: Wish,
  named: Named = { name },
): Splice[] {
  const { text } = site.document
  const found = attributeOf(element, name, site.namespaces)
  if (value === undefined) return found ? [{ ...spanOf(text, found), text: '' }] : []
  const wanted = refer(value)
  if (found) {
    const put = { start: found.valueStart, end: found.end - 1, text: quoted(site, wanted, text[found.end - 1]) }
    return plainOf(found.value) === plainOf(wanted) ? respell(text, put.start, put.end, put.text) : [put]
  }
  const beside = place && attributeOf(element, 'before' in place ? place.before : place.after, site.namespaces)
  const write = (one: string, characters: string) =>
    beside && place && 'before' in place
      ? before(site, beside, one, characters)
      : after(site, element, beside, one, characters)
  const attribute = write(named.name, wanted)
  const declaration = named.declares && write(named.declares.name, named.declares.uri)
  return [{ ...attribute, text: (declaration?.text ?? '') + attribute.text }]
}

/**
 * The name that an attribute gets where it stands: of a namespace that the file has there under another prefix, with that;
 * of one that it does not have, with a declaration beside it.
 */
function nameThere({ namespaces }: XmlSite, element: XmlElement, name: string): Named | Refusal {
  if (attributeOf(element, name, namespaces)) return { name }
  const [prefix, local] = name.includes(':') ? name.split(':', 2) : []
  const uri = prefix !== undefined && Object.hasOwn(namespaces, prefix) ? namespaces[prefix] : undefined
  if (prefix === undefined || uri === undefined) return { name }
  const there = scope(element)
  if (uriOf(there, prefix) === uri) return { name }
  const own = Object.keys(there).find((one) => one !== '' && there[one] === uri)
  if (own !== undefined) return { name: `${own}:${local}` }
  if (uriOf(there, prefix) === '') return { name, declares: { name: `xmlns:${prefix}`, uri } }
  return refuse(
    `the prefix ${prefix} stands for "${uriOf(there, prefix)}" in <${element.name}>, and none for "${uri}"`,
    'name the namespace by another prefix, in the path and in namespaces',
  )
}

interface Named {
  readonly name: string
  readonly declares?: { readonly name: string; readonly uri: string }
}

const quoted = ({ charset }: XmlSite, value: string, quote?: string): string => escapeAttribute(value, charset, quote)

function written(site: XmlSite, name: string, value: string, model?: XmlAttribute): string {
  const quote = model ? site.document.text[model.end - 1] : '"'
  return `${name}=${quote}${quoted(site, value, quote)}${quote}`
}

function before(site: XmlSite, next: XmlAttribute, name: string, value: string): Splice {
  const gap = gapBefore(site.document.text, next)
  return { start: next.start, end: next.start, text: `${written(site, name, value, next)}${gap}` }
}

/** The gap is that behind the attribute beside it, else that before it: the first attribute often stands on the tag's line. */
function after(
  site: XmlSite,
  element: XmlElement,
  beside: XmlAttribute | undefined,
  name: string,
  value: string,
): Splice {
  const { text } = site.document
  const model = beside ?? element.attributes.at(-1)
  if (!model) {
    const at = element.start + 1 + element.name.length
    return { start: at, end: at, text: ` ${written(site, name, value)}` }
  }
  const next = element.attributes[element.attributes.indexOf(model) + 1]
  return {
    start: model.end,
    end: model.end,
    text: `${gapBefore(text, next ?? model)}${written(site, name, value, model)}`,
  }
}

const gapBefore = (text: string, { start }: XmlAttribute): string => {
  let at = start
  while (/\s/.test(text[at - 1] ?? 'x')) at--
  return text.slice(at, start)
}

const spanOf = (text: string, attribute: XmlAttribute) => ({
  start: attribute.start - gapBefore(text, attribute).length,
  end: attribute.end,
})
