import { kindOf, UsageError } from '../../core/failure.ts'

/**
 * The path language: the part of XPath that names elements, read strictly.
 *
 * ```
 * path      = [ "/" | "//" ] step { ( "/" | "//" ) step }     "a/b" means "/a/b": the first step names the root element
 * step      = ( name | prefix ":" name | "*" ) { "[" test "]" }
 * test      = term { "and" term }
 * term      = "not" "(" test ")" | number | "last()"          numbers count from 1, among the siblings that match so far
 *           | value [ "=" literal ]                           alone: "there is one"
 * value     = "." | "text()" | [ step { ( "/" | "//" ) step } "/" ] "@" name | step { ( "/" | "//" ) step }
 * literal   = '"' characters '"' | "'" characters "'"
 * ```
 *
 * Names: a step without a prefix matches its name in any namespace. A prefix that the caller's map knows stands for that
 * namespace; any other prefix is compared as written in the file. An attribute without a prefix matches one without.
 *
 * Values: an element's value is all text inside it, CDATA too, without white space at the ends; an attribute's value is
 * exact. A comparison holds when any of the elements that the value names has it. What stands in a comment is not there.
 *
 * @example //Property[@name="enable"]
 * @example /datasources-configuration/datasources/datasource[jndiConfig/name="jdbc/WSO2CarbonDB"]
 * @example /Server/Service/Connector[@port="9443" and not(@proxyPort)][last()]
 */
export interface Path {
  readonly source: string
  readonly steps: readonly XmlStep[]
}

export interface XmlStep {
  readonly axis: 'child' | 'descendant'
  readonly name: string
  readonly tests: readonly XmlTest[]
}

export type XmlTest =
  | { readonly is: 'position'; readonly position: number | 'last' }
  | { readonly is: 'present'; readonly value: Operand }
  | { readonly is: 'equal'; readonly value: Operand; readonly literal: string }
  | { readonly is: 'and'; readonly all: readonly XmlTest[] }
  | { readonly is: 'not'; readonly test: XmlTest }

/** No steps and no attribute: the element's own text. */
export interface Operand {
  readonly steps: readonly XmlStep[]
  readonly attribute?: string
}

/** Reads a path; a fault in it is bad usage. */
export function parsePath(source: string): Path {
  if (typeof source !== 'string') throw new UsageError(`${kindOf(source)} is no path: give one as in /Server/HostName`)
  const reader = { source, at: 0 }
  const axis = take(reader, /\/\//y) ? 'descendant' : 'child'
  if (axis === 'child') take(reader, /\//y)
  const steps = readSteps(reader, axis)
  if (reader.at < source.length) fail(reader, 'the end of the path')
  return { source, steps }
}

/** A path of one step, for children of an element that is known already. */
export function parseChild(source: string): XmlStep {
  const { steps } = parsePath(source)
  const [step] = steps
  if (steps.length !== 1 || step?.axis !== 'child' || source.startsWith('/'))
    throw new UsageError(
      `${source} must be one step, such as name[@key="value"]: it names children of the element before it`,
    )
  return step
}

interface Reader {
  readonly source: string
  at: number
}

const nameStart = '[\\p{L}_]'
const nameRest = '[\\p{L}\\p{N}\\p{M}_.\\-·]*'
const plain = `${nameStart}${nameRest}`
const name = new RegExp(`${plain}(?::${plain})?`, 'uy')
const nodeName = new RegExp(`\\*|${plain}(?::${plain})?`, 'uy')
const blank = /\s*/y

/** `true` when the text is a name that an element or attribute may have. */
export const isName = (text: string): boolean => new RegExp(`^(?:${name.source})$`, 'u').test(text)

function readSteps(reader: Reader, first: XmlStep['axis']): XmlStep[] {
  const steps = [readStep(reader, first)]
  for (let axis = slash(reader); axis !== undefined; axis = slash(reader)) steps.push(readStep(reader, axis))
  return steps
}

/** The separator before a step, unless it is the one before an attribute. */
function slash(reader: Reader): XmlStep['axis'] | undefined {
  const found = take(reader, /\/\/?(?!\/|@)/y)
  return found === undefined ? undefined : found === '//' ? 'descendant' : 'child'
}

function readStep(reader: Reader, axis: XmlStep['axis']): XmlStep {
  const found = take(reader, nodeName) ?? fail(reader, 'the name of an element, or *')
  const tests: XmlTest[] = []
  while (take(reader, /\[/y)) {
    tests.push(readTest(reader))
    if (!take(reader, /\]/y)) fail(reader, '"]"')
  }
  return { axis, name: found, tests }
}

function readTest(reader: Reader): XmlTest {
  const all = [readTerm(reader)]
  while (take(reader, /and(?=[\s(])/y)) all.push(readTerm(reader))
  return all.length === 1 && all[0] ? all[0] : { is: 'and', all }
}

function readTerm(reader: Reader): XmlTest {
  if (take(reader, /not\s*\(/y)) {
    const test = readTest(reader)
    if (!take(reader, /\)/y)) fail(reader, '")"')
    return { is: 'not', test }
  }
  if (take(reader, /last\s*\(\s*\)/y)) return { is: 'position', position: 'last' }
  const position = take(reader, /[1-9]\d*/y)
  if (position) return { is: 'position', position: Number(position) }
  const value = readOperand(reader)
  if (!take(reader, /=/y)) return { is: 'present', value }
  const literal = take(reader, /"[^"]*"|'[^']*'/y) ?? fail(reader, 'a value in quotes')
  return { is: 'equal', value, literal: literal.slice(1, -1) }
}

function readOperand(reader: Reader): Operand {
  if (take(reader, /text\s*\(\s*\)|\./y)) return { steps: [] }
  const steps = take(reader, /@/y) ? undefined : readSteps(reader, 'child')
  if (steps && !take(reader, /\/@/y)) return { steps }
  return { steps: steps ?? [], attribute: take(reader, name) ?? fail(reader, 'the name of an attribute') }
}

/** The next token, if it is of this kind. White space may stand before any token. */
function take(reader: Reader, token: RegExp): string | undefined {
  blank.lastIndex = reader.at
  const start = reader.at + (blank.exec(reader.source)?.[0].length ?? 0)
  token.lastIndex = start
  const found = token.exec(reader.source)?.[0]
  if (found !== undefined) reader.at = start + found.length
  return found
}

function fail({ source, at }: Reader, wanted: string): never {
  throw new UsageError(`path ${source}: ${wanted} is wanted at column ${at + 1}, before "${source.slice(at, at + 12)}"`)
}
