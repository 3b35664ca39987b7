import { plainOf, refer } from '../../core/reference.ts'
import { respell, type Splice } from '../splice.ts'
import type { EditOf } from './edits.ts'
import { escapeAttribute } from './escape.ts'
import type { Value } from './fragment.ts'
import { attributeOf } from './select.ts'
import type { Site } from './site.ts'
import type { XmlAttribute, XmlElement } from './tree.ts'

type Wish = Pick<EditOf<'attribute'>, 'name' | 'place'> & { readonly value?: Value | undefined }

/** Gives an element an attribute, or takes it away. */
export function setAttribute(site: Site, element: XmlElement, { name, value, place }: Wish): Splice[] {
  const { text } = site.document
  const found = attributeOf(element, name, site.namespaces)
  if (value === undefined) return found ? [{ ...spanOf(text, found), text: '' }] : []
  const wanted = refer(value)
  if (found) {
    const put = { start: found.valueStart, end: found.end - 1, text: quoted(site, wanted, text[found.end - 1]) }
    return plainOf(found.value) === plainOf(wanted) ? respell(text, put.start, put.end, put.text) : [put]
  }
  const beside = place && attributeOf(element, 'before' in place ? place.before : place.after, site.namespaces)
  return [
    beside && place && 'before' in place
      ? before(site, beside, name, wanted)
      : after(site, element, beside, name, wanted),
  ]
}

const quoted = ({ charset }: Site, value: string, quote?: string): string => escapeAttribute(value, charset, quote)

function written(site: Site, name: string, value: string, model?: XmlAttribute): string {
  const quote = model ? site.document.text[model.end - 1] : '"'
  return `${name}=${quote}${quoted(site, value, quote)}${quote}`
}

function before(site: Site, next: XmlAttribute, name: string, value: string): Splice {
  const gap = gapBefore(site.document.text, next)
  return { start: next.start, end: next.start, text: `${written(site, name, value, next)}${gap}` }
}

/** The gap is that behind the attribute beside it, else that before it: the first attribute often stands on the tag's line. */
function after(site: Site, element: XmlElement, beside: XmlAttribute | undefined, name: string, value: string): Splice {
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
