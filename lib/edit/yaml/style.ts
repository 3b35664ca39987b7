import { lineStart } from '../toml/layout.ts'
import { yaml } from './package.ts'
import { entriesOf, isFlow, type YamlDocument, type YamlNode } from './parse.ts'
import type { Style } from './render.ts'

/** The style of a document, by what stands in it first. */
export function styleOf({ text, root }: YamlDocument): Style {
  const found = { step: 0, dash: -1, single: 0, double: 0 }
  const walk = (node: YamlNode | null, column: number): void => {
    if (node === null) return
    if (yaml().isScalar(node)) {
      if (node.type === 'QUOTE_SINGLE') found.single++
      if (node.type === 'QUOTE_DOUBLE') found.double++
    }
    const entries = entriesOf(node)
    const own = entries[0] && !isFlow(node) ? columnOf(text, entries[0].start) : column
    const deeper = own - column
    if (yaml().isMap(node) && deeper > 0 && column >= 0 && found.step === 0) found.step = deeper
    if (yaml().isSeq(node) && !isFlow(node) && deeper >= 0 && column >= 0 && found.dash < 0) found.dash = deeper
    for (const { value } of entries) walk(value, yaml().isMap(node) && !isFlow(node) ? own : -1)
  }
  walk(root, -1)
  const step = found.step || 2
  return { step, dash: found.dash < 0 ? step : found.dash, quotes: found.single > found.double ? "'" : '"' }
}

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset)
