import { SaxesParser } from 'saxes'
import { type Refusal, refuse } from '../../core/failure.ts'
import { dtdEntities } from './entity.ts'
import { heldText } from './held-text.ts'
import { declaredIn, outerScope, type Scope, undeclaredPrefix, within } from './names.ts'
import { openElement } from './open-element.ts'
import { openLists, sharing } from './open-lists.ts'
import { isBlank, isElement, lineAt, type XmlDocument, type XmlElement, type XmlLeaf, type XmlParent } from './tree.ts'

/** Elements inside each other that are read at most: what is deeper was not written by people, or for them. */
const deepest = 1000

interface Around {
  /** Those in force around the text. */
  readonly namespaces?: Scope
  /** Whether a DTD may declare entities. */
  readonly dtd?: boolean
  /** How many elements are around. */
  readonly depth?: number
}

/**
 * Reads XML strictly, or refuses it with line and column; `around` is for a part of a file. Entities of a DTD stay
 * what they are, and namespaces are this project's own business: a prefix that nobody declares is no fault.
 *
 * saxes knows where a construct ends, not where it starts. But between two constructs there is only text, which holds no
 * `<`: so each one starts at the first `<` behind the one before.
 */
export function parse(
  text: string,
  { namespaces = outerScope, dtd = false, depth = 0 }: Around = {},
): XmlDocument | Refusal {
  const undeclared = new Set<string>()
  const held = heldText(text)
  const document: XmlDocument = {
    kind: 'document',
    held,
    get text() {
      return held.whole()
    },
    children: [],
    elements: [],
    undeclared,
  }
  const parser = new SaxesParser()
  const scopes = [namespaces]
  const open = openLists()
  const same = sharing()
  let parent: XmlParent = document
  let cursor = 0
  let characters = ''
  let fault: Refusal | undefined

  const leaf = (kind: XmlLeaf['kind'], value: string, start: number, end: number) => {
    open.add({ kind, parent, value: same(value), start, end })
    cursor = end
  }
  const begin = (end = text.indexOf('<', cursor)): number => {
    if (end > cursor) leaf('text', characters, cursor, end)
    characters = ''
    return end
  }
  const noteUndeclared = (name: string, scope: Scope) => {
    const prefix = undeclaredPrefix(name, scope)
    if (prefix !== undefined) undeclared.add(prefix)
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
  const knowDtd = () => {
    parser.ENTITIES = dtdEntities
  }
  parser.on('doctype', (value) => {
    knowDtd()
    leaf('doctype', value, begin(), parser.position)
  })
  if (dtd) knowDtd()
  parser.on('comment', (value) => {
    const start = begin()
    leaf('comment', value, start, until(start, '-->', start + 4))
  })
  parser.on('cdata', (value) => {
    const start = begin()
    leaf('cdata', value, start, until(start, ']]>'))
  })
  parser.on('opentag', (tag) => {
    const start = begin()
    if (depth + scopes.length > deepest) {
      fault = refuse(
        `<${tag.name}> on line ${lineAt(text, start)} stands in more than ${deepest} other elements`,
        'such files are not read here: change it with a program of its own',
      )
      throw new Error('too deep')
    }
    const declares = declaredIn(tag.attributes)
    const scope = within(scopes.at(-1) ?? outerScope, declares)
    noteUndeclared(tag.name, scope)
    for (const name in tag.attributes) noteUndeclared(name, scope)
    scopes.push(scope)
    const opened: XmlElement = openElement(tag, {
      parent,
      text,
      start,
      openEnd: parser.position,
      declares,
      scope,
      same,
    })
    open.begin(opened)
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
    scopes.pop()
    closed.closeStart = tag.isSelfClosing ? parser.position : begin()
    closed.end = parser.position
    open.end(closed)
    if (!tag.isSelfClosing && !closes(text, tag.name, closed.closeStart, closed.end)) {
      const written = text.slice(closed.closeStart, closed.end)
      const opened = lineAt(text, closed.start)
      broken(parser.line, parser.column, `${written} does not close <${tag.name}> of line ${opened}`)
    }
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
  open.end(document)
  return document
}

const closes = (text: string, name: string, start: number, end: number): boolean =>
  text.startsWith(name, start + 2) && isBlank(text.slice(start + 2 + name.length, end - 1))

/** saxes reads on to the next `;`, which may be far away, before it finds fault with a `&`. */
function bareAmpersand(text: string): number | undefined {
  const found = /<!--|<!\[CDATA\[|&(?!#?[\p{L}\p{N}_.:-]+;)/u.exec(text)
  return found?.[0] === '&' ? found.index : undefined
}
