import { isElement, type XmlElement, type XmlNode, type XmlParent } from './tree.ts'

/** Of all elements that have none, or none yet: nothing is ever added to a list of a tree. */
export const noChildren: XmlNode[] = []
export const noElements: XmlElement[] = []

/**
 * The children of the elements that are open, one list for all of them. When an element ends it is given its own, which are
 * as long as they have to be: a list that grows has room for many more, and a large file has hundreds of thousands.
 */
export function openLists() {
  const nodes: XmlNode[] = []
  const marks = [0]
  return {
    add: (node: XmlNode) => {
      nodes.push(node)
    },
    begin: (element: XmlElement) => {
      marks.push(nodes.push(element))
    },
    end: (parent: XmlParent) => {
      const from = marks.pop() ?? 0
      if (nodes.length === from) return
      const children = nodes.splice(from)
      const elements = children.filter(isElement)
      parent.children = children
      if (elements.length > 0) parent.elements = elements.slice()
    },
  }
}

/** Strings that are longer are kept as they are. */
const longest = 32

/** Different strings that are shared at most: beyond, they are likely to be values of their own. */
const mostShared = 1000

/** Gives the same string for those that are equal: names and indents are there again and again. */
export function sharing(): (text: string) => string {
  const shared = new Map<string, string>()
  return (text) => {
    if (text.length > longest) return text
    const found = shared.get(text)
    if (found !== undefined) return found
    if (shared.size < mostShared) shared.set(text, text)
    return text
  }
}
