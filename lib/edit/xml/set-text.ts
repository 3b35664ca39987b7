import { type Refusal, refuse } from '../../core/failure.ts'
import { holdsReference, plainOf } from '../../core/reference.ts'
import { lineEndAt, respell, type Splice } from '../splice.ts'
import { escapeCdata, escapeText } from './escape.ts'
import { slashOf } from './layout.ts'
import type { XmlSite } from './site.ts'
import { isBlank, isSelfClosing, lineAt, textOf, type XmlElement, type XmlLeaf, type XmlNode } from './tree.ts'

/** Makes an element's text exactly this, in place. */
export function setText(site: XmlSite, element: XmlElement, value: string): Splice[] | Refusal {
  const { document } = site
  const [inner] = element.elements
  if (inner)
    return refuse(
      `<${element.name}> on line ${lineAt(document.text, element.start)} holds elements (<${inner.name}>), not a text`,
      'name the element that holds the text, or use ensure or replace',
    )
  const section = cdataSection(element)
  if (section) {
    const put = cdata(site, section, value)
    return plainOf(section.value) === plainOf(value) ? respell(document.text, put.start, put.end, put.text) : [put]
  }
  // The whole text is not asked for where nothing depends on it: of a large file it is put together anew for each edit.
  const hasLines = value.includes('\n') || holdsReference(value)
  const eol = hasLines ? lineEndAt(document.text, element.openEnd) : undefined
  const written = escapeText(value, site.charset, eol)
  if (plainOf(textOf(element)) === plainOf(value))
    return isSelfClosing(element) || !holdsReference(written)
      ? []
      : respell(document.text, element.openEnd, element.openEnd + innerLength(element), written)
  if (isSelfClosing(element)) {
    return [{ start: slashOf(document.text, element), end: element.end, text: `>${written}</${element.name}>` }]
  }
  const texts = element.children.filter(({ kind }) => kind === 'text' || kind === 'cdata')
  const place = texts.find((node) => node.kind !== 'element' && !isBlank(node.value)) ?? texts[0]
  if (!place) return [{ start: element.openEnd, end: element.openEnd, text: written }]
  return texts.map(({ start, end }) => ({ start, end, text: start === place.start ? written : '' }))
}

const innerLength = ({ children, openEnd }: XmlElement): number => (children.at(-1)?.end ?? openEnd) - openEnd

interface Section {
  readonly value: string
  readonly start: number
  readonly end: number
}

/** The one CDATA section of an element, with nothing but white space around; sections that touch count as one. */
function cdataSection({ children }: XmlElement): Section | undefined {
  const isCdata = ({ kind }: XmlNode) => kind === 'cdata'
  const first = children.findIndex(isCdata)
  const last = children.findLastIndex(isCdata)
  const inside = children.slice(first, last + 1)
  const around = [...children.slice(0, Math.max(first, 0)), ...children.slice(last + 1)]
  if (first < 0 || !inside.every(isCharacters) || !around.every((node) => isCharacters(node) && isBlank(node.value)))
    return undefined
  const [start, end] = [inside[0]?.start ?? 0, inside.at(-1)?.end ?? 0]
  return { value: inside.map((node) => (isCharacters(node) ? node.value : '')).join(''), start, end }
}

const isCharacters = (node: XmlNode): node is XmlLeaf => node.kind === 'text' || node.kind === 'cdata'

const cdata = ({ document: { text }, charset }: XmlSite, { start, end }: Section, value: string): Splice => ({
  start: start + '<![CDATA['.length,
  end: end - ']]>'.length,
  text: escapeCdata(value, charset, lineEndAt(text, start)),
})
