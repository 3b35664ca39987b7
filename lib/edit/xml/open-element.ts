import type { SaxesTagPlain } from 'saxes'
import { qualified, type Scope } from './names.ts'
import type { XmlAttribute, XmlElement } from './tree.ts'

/** An element whose tag saxes has read, with the places of what is in it. */
export function openElement({ name, attributes }: SaxesTagPlain, { text, scope, ...opening }: Opening): XmlElement {
  const { start, openEnd } = opening
  return {
    kind: 'element',
    ...opening,
    name,
    ...qualified(name, scope, false),
    attributes: spans(text, start + 1 + name.length, openEnd).map((span): XmlAttribute => {
      return { ...span, ...qualified(span.name, scope, true), value: attributes[span.name] ?? '' }
    }),
    children: [],
    closeStart: openEnd,
    end: openEnd,
  }
}

interface Opening extends Pick<XmlElement, 'parent' | 'start' | 'openEnd' | 'declares'> {
  readonly text: string
  readonly scope: Scope
}

const attribute = /\s*([^\s"'=<>/]+)(\s*=\s*)("[^"]*"|'[^']*')/y

/** saxes has checked the tag: behind its name there are only attributes, one after the other. */
function spans(text: string, from: number, to: number) {
  const found: Pick<XmlAttribute, 'name' | 'start' | 'end' | 'valueStart'>[] = []
  attribute.lastIndex = from
  for (let match = attribute.exec(text); match && attribute.lastIndex <= to; match = attribute.exec(text)) {
    const [, name = '', equals = '', quoted = ''] = match
    const end = attribute.lastIndex
    const start = end - quoted.length - equals.length - name.length
    found.push({ name, start, end, valueStart: end - quoted.length + 1 })
  }
  return found
}
