import { type Refusal, refuse } from '../../core/failure.ts'
import { lineEndAt, type Splice, splice } from '../splice.ts'
import { isBlank, lineEnd, lineStart } from '../toml/layout.ts'
import { showPath } from '../toml/path.ts'
import type { Found } from './locate.ts'
import { yaml } from './package.ts'
import { endOf, entriesOf, isBlockScalar, isEmpty, isFlow, rangeOf, type YamlDocument, type YamlNode } from './parse.ts'
import { isBlock, renderEntry, renderInline, renderItem, renderLines } from './render.ts'
import { columnOf, styleOf } from './style.ts'
import { isList, type YamlValue } from './value.ts'

/** Puts a value in the place of what is there. */
export function replaceNode(document: YamlDocument, found: Found, value: YamlValue): string | Refusal {
  const { text } = document
  const style = styleOf(document)
  const { node, above, steps } = found
  const marked = node && (node.tag ?? ('anchor' in node ? node.anchor : undefined))
  if (node && marked && isTagged(node))
    return refuse(`${showPath(steps)} has a tag or an anchor (${marked})`, 'remove it by hand first')
  if (node && !isEmpty(node) && (above.some((one) => isFlow(one.node)) || isShort(node, value))) {
    const quoted = yaml().isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')
    const quotes = yaml().isScalar(node) && node.type === 'QUOTE_SINGLE' ? "'" : style.quotes
    const [start] = rangeOf(node)
    return splice(text, [{ start, end: endOf(node), text: renderInline(value, { ...style, quotes }, quoted) }])
  }
  const holder = above.at(-1)
  if (holder === undefined) return replaceRoot(document, node, renderLines(value, 0, style), renderInline(value, style))
  const { mark, end } = holder.entry
  if (mark === undefined)
    return refuse(`${showPath(steps)} has no value of its own in its list`, 'write it out by hand first')
  const indent = columnOf(text, holder.entry.start)
  const inItem = holder.entry.key === undefined
  const comment = commentBehind(text, mark, node ? rangeOf(node)[0] : mark)
  const last = lineEnd(text, end)
  if (!isBlock(value)) return splice(text, [{ start: mark, end, text: ` ${renderInline(value, style)}${comment}` }])
  if (inItem) {
    const [first = '', ...more] = renderItem(value, indent, style)
    const eol = lineEndAt(text, last)
    const lines = [first.slice(indent + 1) + comment + text.slice(end, last), ...more]
    return splice(text, [{ start: mark, end: last, text: lines.join(eol) }])
  }
  const deeper = indent + (isList(value) ? style.dash : style.step)
  const lines = renderLines(value, deeper, style).map((line) => lineEndAt(text, last) + line)
  return splice(text, [{ start: mark, end: last, text: comment + text.slice(end, last).trimEnd() + lines.join('') }])
}

/** A value that takes the place of another on its line. */
const isShort = (node: YamlNode, value: YamlValue): boolean =>
  !isBlock(value) && ((yaml().isScalar(node) && !isBlockScalar(node)) || isFlow(node))

const isTagged = (node: YamlNode): boolean => Boolean(node.tag) || ('anchor' in node && Boolean(node.anchor))

/** The comment on the line of a colon, before a value that stands below. */
function commentBehind(text: string, mark: number, start: number): string {
  const [first = ''] = text.slice(mark, start).split(/\r?\n/)
  return start > lineEnd(text, mark) && !isBlank(first) ? first : ''
}

function replaceRoot(document: YamlDocument, node: YamlNode | null, lines: string[], inline: string): string {
  const { text } = document
  const written = lines.length > 0 ? lines : [inline]
  if (node) return splice(text, [{ start: rangeOf(node)[0], end: endOf(node), text: written.join(lineEndAt(text, 0)) }])
  const at = document.end
  const eol = lineEndAt(text, at)
  const before = at === 0 || text[at - 1] === '\n' ? '' : eol
  return splice(text, [{ start: at, end: at, text: before + written.map((line) => line + eol).join('') }])
}

/** Adds an entry behind the last of a mapping, or an item (without a key) behind that of a list. */
export function append(document: YamlDocument, node: YamlNode, key: string | undefined, value: YamlValue): string {
  const { text } = document
  const style = styleOf(document)
  const entries = entriesOf(node)
  const last = entries.at(-1)
  if (isFlow(node) || last === undefined) {
    const written = key === undefined ? renderInline(value, style) : renderInline({ [key]: value }, style).slice(2, -2)
    return splice(text, [intoFlow(text, node, written)])
  }
  const indent = columnOf(text, entries[0]?.start ?? 0)
  const lines = key === undefined ? renderItem(value, indent, style) : renderEntry(key, value, indent, style)
  const at = lineEnd(text, last.end)
  return splice(text, [{ start: at, end: at, text: lines.map((line) => lineEndAt(text, at) + line).join('') }])
}

/** Behind the last item, by what stands between the last two; each on its own line, where they are. */
function intoFlow(text: string, node: YamlNode, written: string): Splice {
  const entries = entriesOf(node)
  const last = entries.at(-1)
  if (last === undefined) {
    const [start, end] = rangeOf(node)
    const pad = text[start] === '{' ? ' ' : ''
    return { start: start + 1, end: end - 1, text: pad + written + pad }
  }
  const before = entries.at(-2)
  const between = before ? text.slice(before.end, last.start) : text.slice(lineStart(text, last.start), last.start)
  const own = /\r?\n[ \t]*$/.exec(between)?.[0]
  const alone = before === undefined && isBlank(between) ? lineEndAt(text, last.start) + between : undefined
  return { start: last.end, end: last.end, text: `,${own ?? alone ?? ' '}${written}` }
}
