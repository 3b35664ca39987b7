import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import type { TomlEditOf } from './edits.ts'
import { valueAt } from './edits.ts'
import { insertKey, insertSection, isInLine } from './insert.ts'
import { type FoundNode, kindOf, locate, type MissingNode, missingKeys, noMember, place } from './locate.ts'
import { reparse } from './parse.ts'
import { showPath, type TomlStep } from './path.ts'
import { renderLines } from './render.ts'
import { same } from './same.ts'
import { addMember, setValue } from './set.ts'
import { styleIn } from './style.ts'
import { nodeAt, type TomlDocument } from './tree.ts'
import { isTable, type TomlValues } from './value.ts'

export function ensureTable(text: string, { at: path }: TomlEditOf<'ensureTable'>): string | Refusal {
  const document = reparse(text)
  const found = locate(document, path)
  if (isRefusal(found)) return found
  if ('rest' in found) return newTable(document, path, found)
  return found.node.kind === 'table' ? text : otherKind(document, path, found, 'a table')
}

export function ensureMember(text: string, edit: TomlEditOf<'ensureMember'>): string | Refusal {
  const { at: path, key, value } = edit
  const document = reparse(text)
  const found = locate(document, path)
  if (isRefusal(found)) return found
  if ('rest' in found) return newArray(document, path, found, value)
  const { node } = found
  if (node.kind !== 'array' || node.items.some(({ kind }) => kind !== 'table'))
    return otherKind(document, path, found, 'an array of tables')
  const named = valueAt(value, key) ?? ''
  const hits = [...node.items.entries()].filter(([, item]) => {
    const at = nodeAt(item, key)
    return at !== undefined && same(at, named)
  })
  const [hit, second] = hits
  if (hit === undefined) return addMember(text, path, value)
  if (second === undefined) return merge(text, [...path, hit[0]], value)
  return refuse(
    `${hits.length} members of ${showPath(path)} have the same ${showPath(key)} (${hits.map(([, item]) => place(document, item)).join('; ')})`,
    'remove all but one by hand',
  )
}

function newTable(document: TomlDocument, path: readonly TomlStep[], missing: MissingNode): string | Refusal {
  const keys = missingKeys(missing)
  if (keys === undefined) return noMember(document, path, missing)
  return isInLine(keys.table)
    ? insertKey(document, keys.table, keys.names, {})
    : insertSection(document, keys.table, keys.names, 'table', [])
}

function newArray(
  document: TomlDocument,
  path: readonly TomlStep[],
  missing: MissingNode,
  value: TomlValues,
): string | Refusal {
  const keys = missingKeys(missing)
  if (keys === undefined) return noMember(document, path, missing)
  return isInLine(keys.table)
    ? insertKey(document, keys.table, keys.names, [value])
    : insertSection(document, keys.table, keys.names, 'array', renderLines(value, styleIn(document, undefined)))
}

/** A member has these values, also those of tables in it; what else it has stays. */
function merge(text: string, path: readonly TomlStep[], values: TomlValues): string | Refusal {
  let edited = text
  for (const [key, value] of Object.entries(values)) {
    const inner = isTable(value) && Object.keys(value).length > 0
    const next: string | Refusal = inner
      ? merge(edited, [...path, key], value)
      : setValue(edited, [...path, key], value)
    if (isRefusal(next)) return next
    edited = next
  }
  return edited
}

const otherKind = (document: TomlDocument, path: readonly TomlStep[], { node }: FoundNode, wanted: string): Refusal =>
  refuse(
    `${showPath(path)} is ${kindOf(node)} (${place(document, node)}), and ${wanted} was wanted`,
    node.kind === 'table' ? 'set the keys of this table instead' : 'correct the path, or remove it first',
  )
