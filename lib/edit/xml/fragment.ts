import { SaxesParser } from 'saxes'
import type { Element } from 'xml-js'
import { kindOf, UsageError } from '../../core/failure.ts'
import { isSecret, type Secret } from '../../core/secret.ts'
import { xmlJs } from './package.ts'
import { isName } from './path.ts'

/** Characters to write; a secret is revealed only when the edit is applied. */
export type Value = string | Secret

/** A piece of XML as data, in the element model of xml-js. */
export interface Fragment {
  readonly type: 'element'
  readonly name: string
  readonly attributes: Readonly<Record<string, Value>>
  readonly elements: readonly FragmentNode[]
}

export type FragmentNode =
  | Fragment
  | { readonly type: 'text'; readonly text: Value }
  | { readonly type: 'cdata'; readonly cdata: Value }
  | { readonly type: 'comment'; readonly comment: string }

type Child = FragmentNode | Value | number

/**
 * An element as data. A string, number or secret among the children is text.
 *
 * @example xml.element('member', {}, [xml.element('hostName', {}, '10.0.0.11'), xml.element('port', {}, 4000)])
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, Value | number>> = {},
  children: Child | readonly Child[] = [],
): Fragment {
  for (const used of [name, ...Object.keys(attributes)])
    if (!isName(used)) throw new UsageError(`"${used}" is not a name that an element or attribute can have`)
  const list: readonly Child[] = Array.isArray(children) ? children : [children as Child]
  return Object.freeze({
    type: 'element',
    name,
    attributes: Object.freeze(
      Object.fromEntries(
        Object.entries(attributes).map(([key, value]) => [key, characters(value, `the attribute ${key}`)]),
      ),
    ),
    elements: Object.freeze(list.map(nodeOf)),
  })
}

/** A value as it is given, where it is one. */
export function checkedValue(value: Value, what: string): Value {
  if (typeof value === 'string' || isSecret(value)) return value
  throw new UsageError(`${what} is given ${kindOf(value)}: give a text or a secret`)
}

const characters = (value: Value | number, what: string): Value =>
  typeof value === 'number' ? String(value) : checkedValue(value, what)

const nodeOf = (child: Child): FragmentNode =>
  typeof child === 'object' && child !== null && !isSecret(child) && 'type' in child
    ? child
    : Object.freeze({ type: 'text', text: characters(child, 'a text in an element') })

/**
 * An element written as XML. Its layout is not kept: it is written in the layout of its new neighbours.
 *
 * @example xml.fragment('<mount path="/_system/config" overwrite="true"><instanceId>shared</instanceId></mount>')
 */
export function fragment(xml: string): Fragment {
  if (typeof xml !== 'string') throw new UsageError(`${kindOf(xml)} is no XML: give an element as text`)
  check(xml)
  const { elements = [] } = xmlJs().xml2js(xml) as Element
  const [root, ...more] = elements.map(converted)
  if (root?.type !== 'element' || more.length > 0) throw new UsageError(`a fragment is one element, not ${xml}`)
  return root
}

/** xml-js accepts broken input and loses a part of it without a word; saxes does not. */
function check(xml: string): void {
  try {
    new SaxesParser().write(xml).close()
  } catch (error) {
    throw new UsageError(`a fragment is not well-formed XML: ${(error as Error).message}`)
  }
}

function converted(node: Element): FragmentNode {
  switch (node.type) {
    case 'element': {
      const attributes = Object.entries(node.attributes ?? {}).map(([key, value]) => [key, String(value)])
      return element(node.name ?? '', Object.fromEntries(attributes), (node.elements ?? []).map(converted))
    }
    case 'text':
      return Object.freeze({ type: 'text', text: String(node.text) })
    case 'cdata':
      return Object.freeze({ type: 'cdata', cdata: node.cdata ?? '' })
    case 'comment':
      return Object.freeze({ type: 'comment', comment: node.comment ?? '' })
    default:
      throw new UsageError(`a fragment holds elements, text, CDATA and comments; not: ${node.type}`)
  }
}
