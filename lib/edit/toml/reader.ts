import { type AST, traverseNodes } from 'toml-eslint-parser'
import { type Refusal, refuse } from '../../core/failure.ts'
import { position } from '../splice.ts'
import { commas, listOf } from './list.ts'
import type { TomlDocument } from './tree.ts'

/**
 * What the parser of WSO2's products does not take though TOML 1.0 has it. Such a file stops the server, at times without
 * a message.
 */
export function readerFault({ text, late, program }: TomlDocument): Refusal | undefined {
  const faults: Fault[] = late.map(({ header, before }) => ({
    at: header.range[0],
    what: `the table ${text.slice(...header.key.range)} has its header behind a part of it (${position(text, before)}), at which the product's parser overflows its stack`,
    advice: 'move its header up, before what belongs to it',
  }))
  traverseNodes(program, {
    enterNode: (node) => void faults.push(...faultsOf(text, node)),
    leaveNode: () => undefined,
  })
  const fault = faults.sort((a, b) => a.at - b.at)[0]
  return (
    fault &&
    refuse(`the reader of this file would not take it: ${fault.what} (${position(text, fault.at)})`, fault.advice)
  )
}

interface Fault {
  readonly at: number
  readonly what: string
  readonly advice: string
}

function faultsOf(text: string, node: AST.TOMLNode): readonly Fault[] {
  const written = text.slice(...node.range)
  const [start] = node.range
  switch (node.type) {
    case 'TOMLQuoted':
      return node.style === 'basic' ? tabs(written, start) : []
    case 'TOMLArray':
      return arrayFaults(text, node)
    case 'TOMLKeyValue':
      return openArrays(text, node)
    case 'TOMLValue':
      return valueFaults(text, node, written)
    default:
      return []
  }
}

const tabs = (written: string, start: number): Fault[] =>
  written.includes('\t')
    ? [{ at: start + written.indexOf('\t'), what: 'a tab stands in a string', advice: 'write it as \\t' }]
    : []

function valueFaults(text: string, node: AST.TOMLValue, written: string): Fault[] {
  const [at, end] = node.range
  const wrong = (what: string, advice: string) => [{ at, what, advice }]
  switch (node.kind) {
    case 'string':
      return [
        ...(node.style === 'basic' ? tabs(written, at) : []),
        ...(node.multiline && endsInQuote(written.slice(3, -3), node.style)
          ? wrong('a string of several lines ends in quotes', 'write the last quotes as \\"')
          : []),
      ]
    case 'integer':
      return BigInt.asIntN(64, node.bigint) === node.bigint
        ? []
        : wrong('a number does not fit into 64 bits', 'write a smaller one')
    case 'float': {
      const finite = !/inf|nan/.test(written)
      const lost =
        finite && (!Number.isFinite(node.value) || (node.value === 0 && /[1-9]/.test(written.replace(/e.*/i, ''))))
      if (lost) return wrong('a number is too large or too small', 'write another')
      return /e[+-]?0[\d_]/i.test(written) ? wrong('an exponent begins with 0', 'leave the 0 out') : []
    }
    case 'boolean':
      return []
    default:
      if (/z$/.test(written)) return wrong('a time ends in "z"', 'write Z')
      return (node.parent.type === 'TOMLArray' ? /[\],]/ : /}/).test(text.charAt(end))
        ? wrong('a date or time touches what follows it', 'write a blank between them')
        : []
  }
}

function endsInQuote(inner: string, style: AST.TOMLStringValue['style']): boolean {
  if (style === 'literal') return inner.endsWith("'")
  const end = inner.length - 1
  let at = end
  while (inner[at - 1] === '\\') at--
  return inner.endsWith('"') && (end - at) % 2 === 0
}

function arrayFaults(text: string, array: AST.TOMLArray): Fault[] {
  const kinds = array.elements.map(kindOf)
  const other = array.elements.find((_, index) => kinds[index] !== kinds[0])
  const mixed = other && {
    at: other.range[0],
    what: `an array holds ${kinds[0]} and ${kindOf(other)}`,
    advice: 'write all of its values alike, as strings for example',
  }
  const list = listOf(array)
  const loose = commas(text, list).find((comma, index) => text.slice(list.items[index]?.end, comma).includes('\n'))
  return [
    ...(mixed ? [mixed] : []),
    ...(loose === undefined
      ? []
      : [{ at: loose, what: 'a comma stands on another line than its value', advice: 'move it behind the value' }]),
  ]
}

const kindOf = (node: AST.TOMLContentNode): string =>
  node.type === 'TOMLArray'
    ? 'arrays'
    : node.type === 'TOMLInlineTable'
      ? 'tables'
      : `${node.kind.replaceAll('-', ' ')}s`

/** Each array that is empty or ends in a comma leaves the parser's lexer in its state for values; one line end sets it right once. */
function openArrays(text: string, line: AST.TOMLKeyValue): Fault[] {
  const open: AST.TOMLArray[] = []
  const visit = (node: AST.TOMLContentNode): void => {
    if (node.type !== 'TOMLArray') return
    for (const element of node.elements) visit(element)
    if (commas(text, listOf(node)).length === node.elements.length) open.push(node)
  }
  visit(line.value)
  const found = line.parent.type === 'TOMLInlineTable' ? open[0] : open[1]
  return found === undefined
    ? []
    : [
        {
          at: found.range[0],
          what: 'an array inside another value is empty or ends in a comma',
          advice: 'take the comma away, or write the tables with headers',
        },
      ]
}
