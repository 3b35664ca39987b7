import type { Splice } from '../splice.ts'
import { indentOf, lineStart, restOfLine } from './layout.ts'
import type { XmlSite } from './site.ts'
import type { XmlElement } from './tree.ts'

/** Takes an element away, with its lines when it has them to itself. */
export function removal({ document: { text } }: XmlSite, { start, end }: XmlElement): Splice {
  const rest = restOfLine(text, end)
  return indentOf(text, start) === undefined || rest === undefined
    ? { start, end, text: '' }
    : { start: lineStart(text, start), end: rest, text: '' }
}
