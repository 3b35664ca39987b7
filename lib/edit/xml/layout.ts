import { isElement, type XmlElement, type XmlNode } from './tree.ts'

export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

/** The white space before a node that begins its line; undefined for one that does not. */
export function indentOf(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset)
  return /^\ufeff?[ \t]*$/.test(before) ? before.replace('\ufeff', '') : undefined
}

/** Where the `/>` of an element without content begins, with the white space before it. */
export function slashOf(text: string, { end }: XmlElement): number {
  let at = end - 2
  while (/\s/.test(text[at - 1] ?? 'x')) at--
  return at
}

/** The offset behind the rest of a line that holds nothing more but blanks; undefined when it does. */
export function restOfLine(text: string, offset: number): number | undefined {
  const rest = /[ \t]*(?:\r?\n|$)/y
  rest.lastIndex = offset
  return rest.test(text) ? rest.lastIndex : undefined
}

/** One level of indentation, as used near an element: inside its children, in it, around it. Default: four blanks. */
export function unitNear(text: string, element: XmlElement): string {
  for (const child of [...element.elements, element]) {
    const unit = unitInside(text, child)
    if (unit !== undefined) return unit
  }
  return isElement(element.parent) ? unitNear(text, element.parent) : '    '
}

function unitInside(text: string, parent: XmlElement): string | undefined {
  const outer = indentOf(text, parent.start)
  if (outer === undefined) return undefined
  return parent.elements
    .map((child) => indentOf(text, child.start))
    .find((inner) => inner !== undefined && inner.length > outer.length && inner.startsWith(outer))
    ?.slice(outer.length)
}

/** Where a node ends for the eye: behind the comments that follow it on its last line. */
export function visibleEnd(text: string, { end }: XmlNode): number {
  const comments = /(?:[ \t]*<!--(?:(?!-->).)*-->)+(?=[ \t]*\r?\n)/y
  comments.lastIndex = end
  return comments.test(text) ? comments.lastIndex : end
}
