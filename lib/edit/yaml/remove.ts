import { type Refusal, refuse } from '../../core/failure.ts'
import { splice } from '../splice.ts'
import { isBlank, lineStart, nextLine } from '../toml/layout.ts'
import { showPath } from '../toml/path.ts'
import type { Found } from './locate.ts'
import { entriesOf, isFlow, type YamlDocument } from './parse.ts'
import { replaceNode } from './place.ts'

/** Takes an entry out of what holds it; what held nothing else is empty then, and stays. */
export function removeFound(document: YamlDocument, found: Found): string | Refusal {
  const { text } = document
  const holder = found.above.at(-1)
  if (holder === undefined) return refuse('the whole document is meant', 'remove the file with absent()')
  const { node, at } = holder
  const entries = entriesOf(node)
  const [entry, next, before] = [entries[at], entries[at + 1], entries[at - 1]]
  if (entry === undefined) return text
  if (entries.length === 1) {
    const whole = { node, above: found.above.slice(0, -1), steps: found.steps.slice(0, -1) }
    return replaceNode(document, whole, entry.key === undefined ? [] : {})
  }
  if (isFlow(node)) {
    const [start, end] = next ? [entry.start, next.start] : [before?.end ?? entry.start, entry.end]
    return splice(text, [{ start, end, text: '' }])
  }
  const start = lineStart(text, entry.start)
  if (isBlank(text.slice(start, entry.start)))
    return splice(text, [{ start, end: nextLine(text, entry.end), text: '' }])
  // The first entry of a mapping that begins behind a dash: the next takes its place.
  if (next && isBlank(text.slice(entry.end, next.start)))
    return splice(text, [{ start: entry.start, end: next.start, text: '' }])
  return refuse(
    `a comment stands between ${showPath(found.steps)} and what would take its place behind the dash`,
    'move the comment, or remove it by hand',
  )
}
