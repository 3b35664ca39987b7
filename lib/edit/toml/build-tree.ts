import type { AST } from 'toml-eslint-parser'
import {
  type KeyPart,
  nameOf,
  startOf,
  type TomlArray,
  type TomlDocument,
  type TomlNode,
  type TomlSection,
  type TomlTable,
} from './tree.ts'

/** The tree of a program that the parser has found to be free of double definitions. */
export function buildTree(text: string, program: AST.TOMLProgram): TomlDocument {
  const [top] = program.body
  const lines = top.body.filter((node) => node.type === 'TOMLKeyValue')
  const headers = top.body.filter((node) => node.type === 'TOMLTable')
  const first: TomlSection = { body: lines }
  const root = newTable({ section: first })
  const sections = [first]
  const late: TomlDocument['late'][number][] = []
  for (const line of lines) addLine(root, line, 0)
  for (const header of headers) {
    if (header.key.keys.length > deepest) throw new RangeError('nested too deeply')
    const section = { header, body: header.body }
    sections.push(section)
    const { table, before } = open(root, section, header)
    if (before !== undefined) late.push({ header, before })
    for (const line of header.body) addLine(table, line, header.key.keys.length)
  }
  return { text, root, sections, late, program }
}

/** The table that a header opens, and where it was known before. */
function open(root: TomlTable, section: TomlSection, header: AST.TOMLTable): { table: TomlTable; before?: number } {
  const parts = header.key.keys
  let table = root
  let before: number | undefined
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1
    const known = table.entries.get(nameOf(part))
    if (last && header.kind === 'array') {
      const array: TomlArray = known?.kind === 'array' ? known : { kind: 'array', names: [], items: [] }
      const item = newTable()
      array.items.push(item)
      array.names.push(part)
      table.entries.set(nameOf(part), array)
      table = item
    } else {
      const next = known ?? newTable()
      if (last && known) before = startOf(known)
      next.names.push(part)
      table.entries.set(nameOf(part), next)
      table = next.kind === 'array' ? asTable(next.items.at(-1)) : asTable(next)
    }
    table.below.push({ section, depth: index + 1 })
  }
  table.section = section
  return { table, ...(before === undefined ? {} : { before }) }
}

/** Deeper than any file has need of, and far less than what would exhaust the stack. */
const deepest = 200

function addLine(holder: TomlTable, line: AST.TOMLKeyValue, above: number): void {
  const parts = line.key.keys
  const depth = above + parts.length
  if (depth > deepest) throw new RangeError('nested too deeply')
  let table = holder
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) return void table.entries.set(nameOf(part), contentNode(line.value, [part], depth))
    const next = asTable(table.entries.get(nameOf(part)) ?? newTable())
    next.names.push(part)
    next.dotted.push({ line, depth: index + 1 })
    table.entries.set(nameOf(part), next)
    table = next
  }
}

function contentNode(content: AST.TOMLContentNode, names: KeyPart[], depth: number): TomlNode {
  if (depth > deepest) throw new RangeError('nested too deeply')
  if (content.type === 'TOMLValue') return { kind: 'scalar', names, content }
  if (content.type === 'TOMLArray')
    return {
      kind: 'array',
      names,
      content,
      items: content.elements.map((element) => contentNode(element, [], depth + 1)),
    }
  const table = newTable({ names, content })
  for (const line of content.body) addLine(table, line, depth)
  return table
}

const newTable = (given: Partial<TomlTable> = {}): TomlTable => ({
  kind: 'table',
  names: [],
  entries: new Map(),
  below: [],
  dotted: [],
  ...given,
})

function asTable(node: TomlNode | undefined): TomlTable {
  if (node?.kind !== 'table') throw new Error('the parser let a table be defined through a value')
  return node
}
