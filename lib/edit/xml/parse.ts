import { SaxesParser, type SaxesTagNS } from 'saxes'
import { type Refusal, refuse } from '../../core/failure.ts'
import {
  isElement,
  lineAt,
  type XmlAttribute,
  type XmlDocument,
  type XmlElement,
  type XmlLeaf,
  type XmlParent,
} from './tree.ts'

/**
 * Reads XML strictly, or refuses it with line and column. `namespaces` are those in force around the text, for the
 * content of a comment.
 *
 * saxes knows where a construct ends, not where it starts. But between two constructs there is only text, which holds no
 * `<`: so each one starts at the first `<` behind the one before.
 */
export function parse(text: string, namespaces: Readonly<Record<string, string>> = {}): XmlDocument | Refusal {
  const document: XmlDocument = { kind: 'document', text, children: [] }
  const parser = new SaxesParser({ xmlns: true, additionalNamespaces: { ...namespaces } })
  let parent: XmlParent = document
  let cursor = 0
  let characters = ''
  let fault: Refusal | undefined

  const leaf = (kind: XmlLeaf['kind'], value: string, start: number, end: number) => {
    parent.children.push({ kind, parent, value, start, end })
    cursor = end
  }
  const begin = (end = text.indexOf('<', cursor)): number => {
    if (end > cursor) leaf('text', characters, cursor, end)
    characters = ''
    return end
  }
  const until = (start: number, close: string, from = start) => text.indexOf(close, from) + close.length

  parser.on('text', (value) => {
    characters += value
  })
  parser.on('xmldecl', () => {
    const start = begin()
    leaf('instruction', '', start, until(start, '?>'))
  })
  parser.on('processinginstruction', ({ target, body }) => {
    const start = begin()
    leaf('instruction', `${target} ${body}`, start, until(start, '?>'))
  })
  parser.on('doctype', (value) => leaf('doctype', value, begin(), parser.position))
  parser.on('comment', (value) => {
    const start = begin()
    leaf('comment', value, start, until(start, '-->', start + 4))
  })
  parser.on('cdata', (value) => {
    const start = begin()
    leaf('cdata', value, start, until(start, ']]>'))
  })
  parser.on('opentag', (tag) => {
    const opened: XmlElement = open(tag, parent, text, begin(), parser.position)
    parent.children.push(opened)
    parent = opened
    cursor = parser.position
  })
  const broken = (line: number, column: number, what: string): never => {
    const place = `line ${line}, column ${Math.max(column, 1)}`
    fault ??= refuse(`${place} is not well-formed XML: ${what}`, 'repair the file; nothing was changed')
    throw new Error(what)
  }
  parser.on('closetag', (tag) => {
    const closed = parent as XmlElement
    closed.closeStart = tag.isSelfClosing ? parser.position : begin()
    closed.end = parser.position
    const written = text.slice(closed.closeStart, closed.end)
    if (!tag.isSelfClosing && written.replace(/\s*>$/, '') !== `</${tag.name}`)
      broken(
        parser.line,
        parser.column,
        `${written} does not close <${tag.name}> of line ${lineAt(text, closed.start)}`,
      )
    parent = closed.parent
    cursor = parser.position
  })
  parser.on('error', ({ message }) => {
    const bare = bareAmpersand(text.slice(cursor, parser.position))
    if (bare !== undefined) {
      const at = cursor + bare
      broken(lineAt(text, at), at - text.lastIndexOf('\n', at), 'a "&" that begins no entity (write &amp;)')
    }
    const opened = isElement(parent) ? ` (<${parent.name}> was opened on line ${lineAt(text, parent.start)})` : ''
    broken(parser.line, parser.column, message.replace(/^\d+:\d+: /, '').replace(/\.$/, '') + opened)
  })
  try {
    parser.write(text).close()
  } catch (error) {
    if (fault === undefined) throw error
    return fault
  }
  begin(text.length)
  return document
}

function open(tag: SaxesTagNS, parent: XmlParent, text: string, start: number, openEnd: number): XmlElement {
  const { name, local, uri, ns } = tag
  const attributes = spans(text.slice(start, openEnd), start).map((span): XmlAttribute => {
    const { local, uri, value } = tag.attributes[span.name] ?? { local: span.name, uri: '', value: '' }
    return { ...span, local, uri, value }
  })
  return {
    kind: 'element',
    parent,
    name,
    local,
    uri,
    attributes,
    children: [],
    declares: ns,
    start,
    openEnd,
    closeStart: openEnd,
    end: openEnd,
  }
}

/** saxes reads on to the next `;`, which may be far away, before it finds fault with a `&`. */
function bareAmpersand(text: string): number | undefined {
  const found = /<!--|<!\[CDATA\[|&(?!#?[\p{L}\p{N}_.:-]+;)/u.exec(text)
  return found?.[0] === '&' ? found.index : undefined
}

/** saxes has checked the tag, so a quote opens a value and a name stands before `=`. */
const spans = (tag: string, start: number) =>
  [...tag.matchAll(/([^\s"'=<>/]+)(\s*=\s*)("[^"]*"|'[^']*')/g)].map((match) => {
    const [all, name = '', equals = ''] = match
    const at = start + match.index
    return { name, start: at, end: at + all.length, valueStart: at + name.length + equals.length + 1 }
  })
