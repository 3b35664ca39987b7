import type { SaxesTagPlain } from 'saxes'
import { qualified, type Scope } from './names.ts'
import { noChildren, noElements } from './open-lists.ts'
import type { XmlAttribute, XmlElement } from './tree.ts'

/** An element whose tag saxes has read. Without a spread: a large file has hundreds of thousands of these. */
export function openElement(
  { name: written, attributes }: SaxesTagPlain,
  { parent, start, openEnd, declares, text, scope, same }: Opening,
): XmlElement {
  const name = same(written)
  const { local, uri } = qualified(name, scope, false)
  return {
    kind: 'element',
    parent,
    name,
    local,
    uri,
    attributes: attributesIn(attributes, start + 1 + name.length, { text, openEnd, scope, same }),
    children: noChildren,
    elements: noElements,
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
  /** Gives one string for all that are equal and short. */
  readonly same: (text: string) => string
}

const attribute = /\s*([^\s"'=<>/]+)(\s*=\s*)("[^"]*"|'[^']*')/y

/** saxes has checked the tag: behind its name there are only attributes, one after the other. */
function attributesIn(
  values: Readonly<Record<string, string>>,
  from: number,
  { text, openEnd, scope, same }: Pick<Opening, 'text' | 'openEnd' | 'scope' | 'same'>,
): readonly XmlAttribute[] {
  const found: XmlAttribute[] = []
  attribute.lastIndex = from
  for (let match = attribute.exec(text); match && attribute.lastIndex <= openEnd; match = attribute.exec(text)) {
    const [, written = '', equals = '', quoted = ''] = match
    const name = same(written)
    const { local, uri } = qualified(name, scope, true)
    const end = attribute.lastIndex
    const start = end - quoted.length - equals.length - name.length
    found.push({ name, local, uri, value: same(values[name] ?? ''), start, end, valueStart: end - quoted.length + 1 })
  }
  // A list that has grown has room for many more.
  return found.length === 0 ? none : found.slice()
}

const none: readonly XmlAttribute[] = []
