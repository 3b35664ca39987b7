import { type Refusal, refuse } from '../../core/failure.ts'
import { position } from '../splice.ts'
import { showPath, type TomlStep, type TomlTest } from '../toml/path.ts'
import { yaml } from './package.ts'
import {
  type Entry,
  entriesOf,
  isEmpty,
  keyOf,
  kindOfNode,
  rangeOf,
  type YamlDocument,
  type YamlNode,
} from './parse.ts'
import { same } from './same.ts'

/** A node, with all that it stands in: from the root on. */
export interface Found {
  readonly node: YamlNode | null
  readonly above: readonly Holder[]
  /** The path by keys and numbers alone. */
  readonly steps: readonly (string | number)[]
}

export interface Holder {
  readonly node: YamlNode
  /** The entry in it that leads on. */
  readonly entry: Entry
  readonly at: number
}

/** What is there of a path, and the keys that are not. */
export type Missing = Found & { readonly rest: readonly string[] }

/** The node at a path, or how far the path leads. */
export function locate(document: YamlDocument, path: readonly TomlStep[]): Found | Missing | Refusal {
  let found: Found = { node: document.root, above: [], steps: [] }
  for (const [depth, step] of path.entries()) {
    const { node } = found
    if (node === null || isEmpty(node)) return missing(found, path, depth)
    if (yaml().isAlias(node))
      return refuse(
        `${showPath(path.slice(0, depth))} stands for what the anchor ${node.source} marks (${place(document, node)})`,
        'edit it at its anchor, by the path that it has there',
      )
    const wanted = typeof step === 'string' ? yaml().isMap(node) : yaml().isSeq(node)
    if (!wanted)
      return refuse(
        `${showPath(path.slice(0, depth))} is ${kindOfNode(node)} (${place(document, node)}), and ${showPath(path)} asks for ${typeof step === 'string' ? 'a mapping' : 'a list'}`,
        'correct the path, or change what stands above it first',
      )
    const entries = entriesOf(node)
    const hits = [...entries.entries()].filter(([at, entry]) => fits(step, at, entry))
    const [hit, second] = hits
    if (hit === undefined) return missing(found, path, depth, document)
    if (second !== undefined)
      return refuse(
        `${hits.length} items of ${showPath(path.slice(0, depth))} match ${showPath(path.slice(0, depth + 1))} (${hits.map(([, { start }]) => position(document.text, start)).join('; ')}), one is wanted`,
        'name the item by a key that only it has, or by its number',
      )
    const [at, entry] = hit
    const own = typeof step === 'string' ? step : at
    found = { node: entry.value, above: [...found.above, { node, entry, at }], steps: [...found.steps, own] }
  }
  return found
}

/** Only keys can be made: an item is named by what it has already. */
function missing(found: Found, path: readonly TomlStep[], depth: number, document?: YamlDocument): Missing | Refusal {
  const rest = path.slice(depth)
  const keys = rest.filter((step) => typeof step === 'string')
  if (keys.length === rest.length) return { ...found, rest: keys }
  const [step] = rest
  const where = document && found.node ? ` (${place(document, found.node)})` : ''
  const beside = typeof step === 'string' || !found.node ? '' : `: it has ${entriesOf(found.node).length}`
  return refuse(
    `${showPath(path.slice(0, depth))}${where} has no ${typeof step === 'string' ? showPath([step]) : `item ${showPath(path.slice(0, depth + 1))}`}${beside}`,
    'correct the path, or add the item with yaml.ensureMember() or yaml.ensureItem()',
  )
}

function fits(step: TomlStep, at: number, { key, value }: Entry): boolean {
  if (typeof step === 'number') return step === at
  return typeof step === 'string' ? keyOf(key) === step : hasValue(value, step)
}

/** Whether an item has a value at a key. */
export function hasValue(item: YamlNode | null, { key, is }: TomlTest): boolean {
  const node = key.reduce<YamlNode | null | undefined>(
    (at, name) =>
      at && yaml().isMap(at) ? entriesOf(at).find((entry) => keyOf(entry.key) === name)?.value : undefined,
    item,
  )
  return node !== undefined && same(node, is)
}

export const place = ({ text }: YamlDocument, node: YamlNode): string => position(text, rangeOf(node)[0])
