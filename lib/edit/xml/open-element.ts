import type { SaxesTagPlain } from 'saxes'
import { qualified, type Scope } from './names.ts'
import type { XmlAttribute, XmlElement } from './tree.ts'

/** An element whose tag saxes has read. Without a spread: a large file has hundreds of thousands of these. */
export function openElement(
  { name, attributes }: SaxesTagPlain,
  { parent, start, openEnd, declares, text, scope }: Opening,
): XmlElement {
  const { local, uri } = qualified(name, scope, false)
  return {
    kind: 'element',
    parent,
    name,
    local,
    uri,
    attributes: attributesIn(text, start + 1 + name.length, openEnd, attributes, scope),
    children: [],
    elements: [],
    declares,
    start,
    openEnd,
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
function attributesIn(
  text: string,
  from: number,
  to: number,
  values: Readonly<Record<string, string>>,
  scope: Scope,
): readonly XmlAttribute[] {
  const found: XmlAttribute[] = []
  attribute.lastIndex = from
  for (let match = attribute.exec(text); match && attribute.lastIndex <= to; match = attribute.exec(text)) {
    const [, name = '', equals = '', quoted = ''] = match
    const { local, uri } = qualified(name, scope, true)
    const end = attribute.lastIndex
    const start = end - quoted.length - equals.length - name.length
    found.push({ name, local, uri, value: values[name] ?? '', start, end, valueStart: end - quoted.length + 1 })
  }
  return found.length === 0 ? none : found
}

const none: readonly XmlAttribute[] = []
