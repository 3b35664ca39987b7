import type { HeldText } from './held-text.ts'
import { outerScope, type Scope, within } from './names.ts'

/** A parsed file: nodes with the offsets of their source text. Only `respliced` changes it, which reads a part of it anew. */
export interface XmlDocument {
  readonly kind: 'document'
  readonly held: HeldText
  /** The whole of what is held; only where a part would not do. */
  readonly text: string
  children: XmlNode[]
  /** Those of the children that are elements. */
  elements: XmlElement[]
  /** Prefixes that are used and that nobody declares. */
  readonly undeclared: Set<string>
}

export type XmlNode = XmlElement | XmlLeaf
export type XmlParent = XmlElement | XmlDocument

export interface XmlElement {
  readonly kind: 'element'
  parent: XmlParent
  /** As written, with its prefix. */
  readonly name: string
  readonly local: string
  readonly uri: string
  readonly attributes: readonly XmlAttribute[]
  children: XmlNode[]
  elements: XmlElement[]
  /** Namespaces that this element declares. */
  readonly declares: Readonly<Record<string, string>>
  start: number
  /** Just behind the `>` of the start tag. */
  openEnd: number
  /** The `<` of the end tag; `end` when the element is written `<a/>`. */
  closeStart: number
  end: number
}

export interface XmlAttribute {
  readonly name: string
  readonly local: string
  readonly uri: string
  readonly value: string
  start: number
  end: number
  /** Just behind the opening quote; the closing one is at `end - 1`. */
  valueStart: number
}

export interface XmlLeaf {
  readonly kind: 'text' | 'cdata' | 'comment' | 'instruction' | 'doctype'
  readonly parent: XmlParent
  /** Decoded: entities are resolved, line ends are `\n`. */
  readonly value: string
  start: number
  end: number
}

export const isElement = (node: XmlNode | XmlDocument | undefined): node is XmlElement => node?.kind === 'element'

export const isSelfClosing = ({ openEnd, end }: XmlElement): boolean => openEnd === end

/** All the text inside an element, as XPath's string value. */
export const textOf = ({ children }: XmlElement): string =>
  children
    .map((child) =>
      child.kind === 'element' ? textOf(child) : child.kind === 'text' || child.kind === 'cdata' ? child.value : '',
    )
    .join('')

/** Without white space at the ends, as XML understands it: a no-break space is a character like any other. */
export function trim(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isSpace(text[start])) start++
  while (end > start && isSpace(text[end - 1])) end--
  return text.slice(start, end)
}

const isSpace = (character: string | undefined): boolean =>
  character === ' ' || character === '\t' || character === '\r' || character === '\n'

export const isBlank = (text: string): boolean => !/[^ \t\r\n]/.test(text)

/** The number of the line that an offset is on. */
export const lineAt = (text: string, offset: number): number =>
  (text.slice(0, offset).match(/\r\n|\n|\r/g)?.length ?? 0) + 1

export function ancestors(element: XmlElement): XmlElement[] {
  return isElement(element.parent) ? [...ancestors(element.parent), element.parent] : []
}

/** The namespaces in force inside an element. */
export function scope(parent: XmlParent): Scope {
  return parent.kind === 'document' ? outerScope : within(scope(parent.parent), parent.declares)
}

/** Whether a DTD may declare entities of the file. */
export const hasDtd = ({ children }: XmlDocument): boolean => children.some(({ kind }) => kind === 'doctype')

/** Of elements of which some are inside others, the outer ones. */
export function withoutInner(elements: readonly XmlElement[]): XmlElement[] {
  return elements.filter((element) => !ancestors(element).some((outer) => elements.includes(outer)))
}
