import { type Refusal, refuse } from '../../core/failure.ts'
import { position } from '../splice.ts'
import { membersBeside } from './near-miss.ts'
import { showPath, type TomlStep, type TomlTest } from './path.ts'
import { same } from './same.ts'
import { nodeAt, startOf, type TomlArray, type TomlDocument, type TomlNode, type TomlTable } from './tree.ts'

export interface FoundNode {
  readonly node: TomlNode
  /** What the node stands in; missing for the document itself. */
  readonly holder?: TomlNode
}

/** What is there of a path, and what is not. */
export interface MissingNode {
  readonly holder: TomlNode
  readonly rest: readonly TomlStep[]
}

/** The node at a path, or how far the path leads. */
export function locate(document: TomlDocument, path: readonly TomlStep[]): FoundNode | MissingNode | Refusal {
  let found: FoundNode = { node: document.root }
  for (const [depth, step] of path.entries()) {
    const holder: TomlNode = found.node
    const wanted = typeof step === 'string' ? 'table' : 'array'
    if (holder.kind !== wanted)
      return refuse(
        `${showPath(path.slice(0, depth))} is ${kindOf(holder)} (${place(document, holder)}), and ${showPath(path)} asks for ${wanted === 'table' ? 'a table' : 'an array'}`,
        'correct the path, or change what stands above it first',
      )
    const nodes = next(holder, step)
    const [node, second] = nodes
    if (node === undefined) return { holder, rest: path.slice(depth) }
    if (second !== undefined)
      return refuse(
        `${nodes.length} members of ${showPath(path.slice(0, depth))} match ${showPath(path.slice(0, depth + 1))} (${nodes.map((each) => place(document, each)).join('; ')}), one is wanted`,
        'name the member by a key that only it has, or by its number',
      )
    found = { node, holder }
  }
  return found
}

function next(holder: TomlNode, step: TomlStep): TomlNode[] {
  if (typeof step === 'string') return holder.kind === 'table' ? present(holder.entries.get(step)) : []
  if (holder.kind !== 'array') return []
  return typeof step === 'number' ? present(holder.items[step]) : matching(holder, step)
}

const present = (node: TomlNode | undefined): TomlNode[] => (node === undefined ? [] : [node])

/** The members of an array that have a value at a key. */
export const matching = ({ items }: TomlArray, { key, is }: TomlTest): TomlNode[] =>
  items.filter((item) => {
    const node = nodeAt(item, key)
    return node !== undefined && same(node, is)
  })

/** The table and the keys below it that are to be made; nothing when the path asks for a member that is not there. */
export function missingKeys({ holder, rest }: MissingNode): { table: TomlTable; names: readonly string[] } | undefined {
  const names = rest.filter((step) => typeof step === 'string')
  return holder.kind === 'table' && names.length === rest.length ? { table: holder, names } : undefined
}

/** A member that is not there cannot be made by naming it. */
export function noMember(document: TomlDocument, path: readonly TomlStep[], { holder, rest }: MissingNode): Refusal {
  const depth = path.length - rest.length
  if (holder.kind === 'array')
    return refuse(
      `${showPath(path.slice(0, depth))} (${place(document, holder)}) has no member ${showPath(path.slice(0, depth + 1))}: ${membersBeside(document, holder, path[depth])}`,
      'correct the path, or add the member with ensureMember',
    )
  const array = path.findIndex((step, index) => index >= depth && typeof step !== 'string')
  return refuse(
    `${showPath(path.slice(0, array))} is not there, so it has no member ${showPath(path.slice(0, array + 1))}`,
    'correct the path, or add the member with ensureMember',
  )
}

export const place = ({ text }: TomlDocument, node: TomlNode): string => position(text, startOf(node))

export function kindOf(node: TomlNode): string {
  if (node.kind === 'table') return 'a table'
  if (node.kind === 'array') return node.content ? 'an array' : 'an array of tables'
  return /^[aeiou]/.test(node.content.kind) ? `an ${node.content.kind}` : `a ${node.content.kind.replaceAll('-', ' ')}`
}
