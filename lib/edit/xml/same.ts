import { plainOf } from '../../core/reference.ts'
import { reveal } from '../../core/secret.ts'
import type { Fragment, FragmentNode } from './fragment.ts'
import { trim, type XmlElement, type XmlNode } from './tree.ts'

/** What two elements are compared by: no comments, no layout. */
export interface XmlShape {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly content: readonly (string | XmlShape)[]
}

/** `true` when an element of a file is what a fragment asks for. */
export const isSame = (element: XmlElement, fragment: Fragment): boolean =>
  sameShape(shapeOf(element), shapeOfFragment(fragment))

function sameShape(is: XmlShape, wanted: XmlShape): boolean {
  return (
    is.name === wanted.name &&
    sameAttributes(is.attributes, wanted.attributes) &&
    is.content.length === wanted.content.length &&
    is.content.every((part, index) => sameContent(part, wanted.content[index]))
  )
}

function sameContent(is: string | XmlShape, wanted: string | XmlShape | undefined): boolean {
  if (typeof is === 'string' || wanted === undefined)
    return typeof wanted === 'string' && sameText(is as string, wanted)
  return typeof wanted === 'object' && sameShape(is, wanted)
}

/** White space that the file has around a text is layout; white space that is asked for is meant. */
export const sameText = (is: string, wanted: string): boolean =>
  is === wanted || (trim(is) === wanted && trim(wanted) === wanted)

function sameAttributes(is: XmlShape['attributes'], wanted: XmlShape['attributes']): boolean {
  const names = Object.keys(wanted)
  return names.length === Object.keys(is).length && names.every((name) => is[name] === wanted[name])
}

export function shapeOf({ name, attributes, children }: XmlElement): XmlShape {
  return {
    name,
    attributes: Object.fromEntries(attributes.map(({ name, value }) => [name, plainOf(value)])),
    content: tidy(children.map(partOf)),
  }
}

function partOf(node: XmlNode): string | XmlShape {
  return node.kind === 'element'
    ? shapeOf(node)
    : node.kind === 'text' || node.kind === 'cdata'
      ? plainOf(node.value)
      : ''
}

function shapeOfFragment({ name, attributes, elements }: Fragment): XmlShape {
  return {
    name,
    attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, reveal(value)])),
    content: tidy(elements.map(partOfFragment)),
  }
}

function partOfFragment(node: FragmentNode): string | XmlShape {
  switch (node.type) {
    case 'element':
      return shapeOfFragment(node)
    case 'text':
      return reveal(node.text)
    case 'cdata':
      return reveal(node.cdata)
    case 'comment':
      return ''
  }
}

/** Texts that touch are one; beside elements, white space at their ends is layout. An element without any has the text ''. */
function tidy(parts: readonly (string | XmlShape)[]): (string | XmlShape)[] {
  if (parts.every((part) => typeof part === 'string')) return [parts.join('')]
  const joined: (string | XmlShape)[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part
    else joined.push(part)
  }
  return joined.map((part) => (typeof part === 'string' ? trim(part) : part)).filter((part) => part !== '')
}
