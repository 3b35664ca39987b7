import { plainOf } from '../../../lib/core/reference.ts'
import type { TomlDocument, TomlNode, TomlScalar } from '../../../lib/edit/toml/tree.ts'

/** A value of a document, and where it stands. A number is the place of a member. */
export interface Leaf {
  readonly path: readonly (string | number)[]
  /** Undefined: an array of values. */
  readonly content?: TomlScalar['content'] | undefined
  /** The texts that it holds: one, or those of an array. */
  readonly texts: readonly string[]
}

/** Every value of a document, in its order. Members of an array of tables have a number in their path. */
export const leavesOf = ({ root }: TomlDocument): Leaf[] => below(root, [])

function below(node: TomlNode, path: Leaf['path']): Leaf[] {
  if (node.kind === 'scalar') return [{ path, content: node.content, texts: textsOf(node) }]
  if (node.kind === 'array' && node.items.every((item) => item.kind !== 'table'))
    return [{ path, texts: node.items.flatMap(textsOf) }]
  if (node.kind === 'array') return node.items.flatMap((item, at) => below(item, [...path, at]))
  return [...node.entries].flatMap(([key, inner]) => below(inner, [...path, key]))
}

const textsOf = (node: TomlNode): string[] =>
  node.kind === 'scalar' && node.content.kind === 'string' ? [plainOf(node.content.value)] : []

/** The text of a value as a reader of the document would have it; undefined where there is none. */
export function textAt(document: TomlDocument, path: readonly string[]): string | undefined {
  const found = leavesOf(document).find((leaf) => leaf.path.join('\n') === path.join('\n'))?.content
  if (found === undefined) return undefined
  if (found.kind === 'integer') return String(found.bigint)
  return 'value' in found ? plainOf(String(found.value)) : undefined
}
