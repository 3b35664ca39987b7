import type { Element } from 'xml-js'
import type { Charset } from '../../core/encoding.ts'
import { encoded, refer } from '../../core/reference.ts'
import { escapeAttribute, escapeCdata, escapeText, references } from './escape.ts'
import type { Fragment, FragmentNode } from './fragment.ts'
import { xmlJs } from './package.ts'

export interface Layout {
  /** The white space before the element; undefined: all on one line. */
  readonly indent: string | undefined
  readonly unit: string
  readonly eol: string
  readonly charset: Charset
}

/**
 * A fragment as text, in the look of its new neighbours. xml-js escapes neither `&` nor `<` in attributes, and takes
 * `&amp;` in text for a `&` that is escaped already: so attributes are escaped before it, and each `&` of a text once more.
 */
export function render(fragment: Fragment, { indent, unit, eol, charset }: Layout): string {
  const xml = xmlJs().js2xml(
    { elements: [laidOut(fragment, indent, unit)] },
    {
      attributesFn: ((attributes: Record<string, string>) =>
        mapValues(attributes, (value) => escapeAttribute(value, charset))) as never,
      textFn: ((text: string) =>
        encoded(
          text,
          'xml-text',
          (plain) => references(plain, charset),
          (plain) => escapeText(plain, charset, eol),
        )) as never,
      cdataFn: ((text: string) =>
        encoded(
          text,
          'xml-cdata',
          (plain) => escapeCdata(plain, charset),
          (plain) => escapeCdata(plain, charset, eol),
        )) as never,
    },
  )
  return xml.replaceAll('\n', eol)
}

/** Plain xml-js elements, with the line breaks and indentation as text nodes; never inside mixed content. */
function laidOut(node: Fragment, indent: string | undefined, unit: string): Element {
  const inner = indent === undefined || !isBlock(node.elements) ? undefined : indent + unit
  const elements = node.elements.flatMap((child) => {
    const made = plain(child, inner, unit)
    return inner === undefined ? [made] : [{ type: 'text', text: `\n${inner}` }, made]
  })
  if (inner !== undefined) elements.push({ type: 'text', text: `\n${indent}` })
  return { type: 'element', name: node.name, attributes: mapValues(node.attributes, refer), elements }
}

const isBlock = (nodes: readonly FragmentNode[]): boolean =>
  nodes.length > 0 && nodes.every(({ type }) => type === 'element' || type === 'comment')

function plain(node: FragmentNode, indent: string | undefined, unit: string): Element {
  switch (node.type) {
    case 'element':
      return laidOut(node, indent, unit)
    case 'text':
      return { type: 'text', text: refer(node.text).replaceAll('&', '&amp;') }
    case 'cdata':
      return { type: 'cdata', cdata: refer(node.cdata) }
    case 'comment':
      return { type: 'comment', comment: node.comment }
  }
}

function mapValues<T>(values: Readonly<Record<string, T>>, change: (value: T) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
}
