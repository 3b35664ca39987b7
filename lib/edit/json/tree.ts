import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { type Refusal, refuse } from '../../core/failure.ts'
import { plainOf } from '../../core/reference.ts'
import { position } from '../splice.ts'
import { type JsonPath, showPath } from './path.ts'

/** The tree of a document, with offsets, or where and how it is ill-formed. */
export function parseJson(text: string): Node | Refusal {
  try {
    return parseOrRefuse(text)
  } catch (error) {
    // The parser calls itself for each level, so a hostile file can exhaust the stack.
    if (error instanceof RangeError) return refuse('this JSON is nested too deeply', 'repair the file, then run again')
    throw error
  }
}

function parseOrRefuse(text: string): Node | Refusal {
  const comments: ParseError[] = []
  parseTree(text, comments, { disallowComments: true, allowTrailingComma: true })
  const lenient = comments.some(({ error }) => printParseErrorCode(error) === 'InvalidCommentToken')
  const errors: ParseError[] = []
  // Only a document with comments is plainly not for strict readers; in any other a trailing comma is a fault.
  const root = parseTree(text, errors, { allowTrailingComma: lenient })
  const [first] = errors
  if (first === undefined && root !== undefined) return root
  return illFormed(text, first)
}

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

/** A member of an object or an item of an array: where it starts (at its key) and ends, and its value. */
export interface JsonItem {
  readonly key: string | number
  readonly start: number
  readonly end: number
  readonly value: Node
}

export function items(container: Node): JsonItem[] {
  return (container.children ?? []).map((child, index) => {
    const [key, value] = child.type === 'property' ? (child.children ?? []) : []
    const end = child.offset + child.length
    return { key: key === undefined ? index : String(key.value), start: child.offset, end, value: value ?? child }
  })
}

export type FoundItem = { readonly node: Node; readonly container?: Node; readonly index: number }
export type MissingItem = { readonly container: Node; readonly rest: JsonPath }

/** The node at a path, or the innermost container on the way there and what is missing below it. */
export function locate(text: string, root: Node, path: JsonPath): FoundItem | MissingItem | Refusal {
  let found: FoundItem = { node: root, index: 0 }
  for (const [depth, segment] of path.entries()) {
    const container = found.node
    const wanted = typeof segment === 'number' ? 'array' : 'object'
    if (container.type !== wanted)
      return refuse(
        `${showPath(path.slice(0, depth))} is ${a(container.type)} (${position(text, container.offset)}), and ${showPath(path)} asks for ${a(wanted)}`,
        'correct the path, or set the value above it first',
      )
    const all = items(container)
    const hits = all.filter(({ key }) => key === segment)
    const [hit, second] = hits
    if (hit === undefined) return { container, rest: path.slice(depth) }
    if (second !== undefined)
      return refuse(
        `${showPath(path.slice(0, depth + 1))} is there twice (${position(text, hit.start)} and ${position(text, second.start)})`,
        'readers disagree on which one counts: remove one by hand',
      )
    found = { node: hit.value, container, index: all.indexOf(hit) }
  }
  return found
}

/** Whether a node says what a value says, whatever the order of members and the spelling of strings and numbers. */
export function equal(node: Node, value: Plain): boolean {
  if (typeof value === 'string') return typeof node.value === 'string' && plainOf(node.value) === plainOf(value)
  if (typeof value !== 'object' || value === null)
    return node.value === value || (node.type === 'null' && value === null)
  const inner = items(node)
  if (node.type !== (Array.isArray(value) ? 'array' : 'object')) return false
  const entries = new Map<string | number, Plain>(Array.isArray(value) ? value.entries() : Object.entries(value))
  const keys = new Set(inner.map(({ key }) => key))
  if (keys.size !== inner.length || keys.size !== entries.size) return false
  return inner.every(({ key, value: child }) => {
    const other = entries.get(key)
    return other !== undefined && equal(child, other)
  })
}

const a = (type: string) => (type === 'null' ? 'null' : /^[aeo]/.test(type) ? `an ${type}` : `a ${type}`)

const faults: Record<string, string> = {
  PropertyNameExpected: 'a name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a } is missing',
  CloseBracketExpected: 'a ] is missing',
  EndOfFileExpected: 'there is text after the end of the document',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a string is not closed',
  UnexpectedEndOfNumber: 'a number is cut off',
  InvalidUnicode: 'a \\u escape has not four hexadecimal digits',
  InvalidEscapeCharacter: 'a string holds an escape that JSON does not know',
  InvalidCharacter: 'a string holds a raw control character',
}

function illFormed(text: string, error: ParseError | undefined): Refusal {
  const code = error === undefined ? 'ValueExpected' : printParseErrorCode(error.error)
  const offset = error?.offset ?? 0
  const before = text.slice(0, offset).trimEnd()
  const afterComma = before.endsWith(',') && (code === 'PropertyNameExpected' || code === 'ValueExpected')
  const fault = afterComma ? 'a comma has nothing after it' : (faults[code] ?? 'this is no JSON value')
  // What is missing belongs behind the last thing that is there, often a line further up.
  const at = afterComma
    ? before.length - 1
    : code.endsWith('Expected') && code !== 'EndOfFileExpected'
      ? before.length
      : offset
  return refuse(`this is not JSON: ${fault} (${position(text, at)})`, 'repair the file, then run again')
}
