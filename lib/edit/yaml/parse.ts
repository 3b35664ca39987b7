import type { CST, Document, Node } from 'yaml'
import { type Refusal, refuse } from '../../core/failure.ts'
import { position } from '../splice.ts'
import { yaml } from './package.ts'

export type YamlNode = Node

/** One of the documents of a text, with all offsets counted in the whole text. */
export interface YamlDocument {
  readonly text: string
  readonly root: YamlNode | null
  /** Where the document ends, and another may begin. */
  readonly end: number
  /** What each of the documents of the text says, with anchors followed. */
  readonly says: readonly unknown[]
  /** Its number, from 0. */
  readonly at: number
}

/** An entry of a mapping or an item of a list. */
export interface Entry {
  /** Where its own characters begin: its key, its dash, or in flow style its value. */
  readonly start: number
  /** Where those of its value end, without a comment or a line end. */
  readonly end: number
  /** The offset behind its colon or its dash; undefined: it has none. */
  readonly mark: number | undefined
  readonly key?: YamlNode
  readonly value: YamlNode | null
}

/** The document that is meant, or where and why the text is no YAML. */
export function parseYaml(text: string, which: number | undefined): YamlDocument | Refusal {
  try {
    return parsed(text, which)
  } catch (error) {
    if (error instanceof RangeError) return refuse('this YAML is nested too deeply', 'repair the file, then run again')
    if (error instanceof ReferenceError)
      return refuse(`this YAML cannot be read: ${error.message}`, 'repair the file, then run again')
    throw error
  }
}

function parsed(text: string, which: number | undefined): YamlDocument | Refusal {
  const all = yaml().parseAllDocuments(text, { keepSourceTokens: true, logLevel: 'silent', prettyErrors: false })
  const documents: readonly Document.Parsed[] = 'empty' in all ? [] : all
  for (const { errors } of documents) {
    const [error] = errors
    if (error)
      return refuse(
        `this is not YAML: ${error.message.replace(/\.?$/, '')} (${position(text, error.pos[0])})`,
        'repair the file, then run again',
      )
  }
  if (which === undefined && documents.length > 1)
    return refuse(`the file holds ${documents.length} documents`, 'say which is meant: document: 0 is the first')
  const at = which ?? 0
  const document = documents[at]
  if (document === undefined && at > 0)
    return refuse(`the file has no document ${at}: it holds ${documents.length}, counted from 0`, 'correct document')
  const says = documents.map((one) => one.toJS() as unknown)
  return { text, root: contentsOf(document), end: document?.range[1] ?? text.length, says, at }
}

/** A document of nothing but comments has an empty scalar for its content. */
function contentsOf(document: Document.Parsed | undefined): YamlNode | null {
  const root = document?.contents ?? null
  return yaml().isScalar(root) && root.value === null && root.source === '' && !root.tag && !root.anchor ? null : root
}

export const isFlow = (node: YamlNode): boolean => (yaml().isMap(node) || yaml().isSeq(node)) && node.flow === true

/** What a mapping or a list holds, in order, with where each part is written. */
export function entriesOf(node: YamlNode): readonly Entry[] {
  if (!yaml().isMap(node) && !yaml().isSeq(node)) return []
  const tokens = (node.srcToken as CST.BlockMap | CST.BlockSequence | CST.FlowCollection | undefined)?.items ?? []
  return node.items.map((item, at): Entry => {
    const token = tokens[at] ?? { start: [] }
    const pair = yaml().isMap(node) ? (item as { readonly key: YamlNode; readonly value: YamlNode | null }) : undefined
    const value = pair ? pair.value : (item as YamlNode)
    const dash = token.start.find(({ type }) => type === 'seq-item-ind')
    const colon = token.sep?.find(({ type }) => type === 'map-value-ind')
    const mark = pair ? colon : dash
    const own = token.start.find(({ type }) => ['anchor', 'tag', 'explicit-key-ind', 'seq-item-ind'].includes(type))
    const behind = mark === undefined ? undefined : mark.offset + 1
    const start = own?.offset ?? rangeOf(pair?.key ?? value)[0]
    const end = value === null || isEmpty(value) ? (behind ?? rangeOf(pair?.key ?? null)[1]) : endOf(value)
    return { start, end, mark: behind, ...(pair ? { key: pair.key } : {}), value }
  })
}

/** The text of a key, whatever kind of scalar it is. */
export const keyOf = (key: YamlNode | undefined): string | undefined =>
  key !== undefined && yaml().isScalar(key) ? String(key.value) : undefined

export const rangeOf = (node: YamlNode | null): readonly [number, number] => {
  const [start = 0, end = start] = node?.range ?? []
  return [start, end]
}

/** Whether nothing is written where a value could stand. */
export const isEmpty = (node: YamlNode): boolean => yaml().isScalar(node) && node.value === null && node.source === ''

/** Where the characters of a node end: of a block scalar before its last line end. */
export function endOf(node: YamlNode): number {
  if ((yaml().isMap(node) || yaml().isSeq(node)) && !node.flow) return entriesOf(node).at(-1)?.end ?? rangeOf(node)[1]
  const [, end] = rangeOf(node)
  if (!isBlockScalar(node)) return end
  const text = node.srcToken && 'source' in node.srcToken ? node.srcToken.source : ''
  const kept = /(?:\r?\n)+$/.exec(text)?.[0].length ?? 0
  return end - kept
}

export const isBlockScalar = (node: YamlNode): boolean =>
  yaml().isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')

/** What a node is, for a message. */
export function kindOfNode(node: YamlNode | null): string {
  if (node === null || isEmpty(node)) return 'empty'
  if (yaml().isAlias(node)) return 'an alias'
  return yaml().isMap(node) ? 'a mapping' : yaml().isSeq(node) ? 'a list' : 'a single value'
}
