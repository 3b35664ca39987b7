import type { AST } from 'toml-eslint-parser'
import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { splice } from '../splice.ts'
import { insertKey, insertSection } from './insert.ts'
import { insertItems, listOf, removeItems } from './list.ts'
import { kindOf, locate, type MissingNode, missingKeys, noMember, place } from './locate.ts'
import { reparse } from './parse.ts'
import { showPath, type TomlStep } from './path.ts'
import { removeNodes } from './remove.ts'
import { render, renderLines } from './render.ts'
import { respelled, same, sameAt } from './same.ts'
import { styleIn, styleOf } from './style.ts'
import type { TomlArray, TomlDocument, TomlTable } from './tree.ts'
import { isArray, isTable, type TomlValue, type TomlValues } from './value.ts'

export function setValue(text: string, path: readonly TomlStep[], value: TomlValue): string | Refusal {
  const document = reparse(text)
  const found = locate(document, path)
  if (isRefusal(found)) return found
  if ('rest' in found) return make(document, path, found, value)
  const { node } = found
  if (same(node, value)) return splice(text, respelled(text, node, value))
  if (node.kind === 'table' && isTable(value)) return setTable(document, path, node, value)
  if (node.kind === 'array' && isArray(value) && node.content) return setItems(document, path, node, value)
  if (node.kind === 'array' && isArray(value) && value.every(isTable)) return setMembers(document, path, node, value)
  if (node.content === undefined)
    return refuse(
      `${showPath(path)} is ${kindOf(node)} with lines of its own (${place(document, node)}), and it was to become a value`,
      'correct the path, or remove it first',
    )
  const [start, end] = node.content.range
  return splice(text, [{ start, end, text: render(value, styleOf(document, node.content)) }])
}

/** Makes what is missing of a path. Only keys can be made: a member is named by what it has already. */
function make(
  document: TomlDocument,
  path: readonly TomlStep[],
  missing: MissingNode,
  value: TomlValue,
): string | Refusal {
  const keys = missingKeys(missing)
  return keys ? insertKey(document, keys.table, keys.names, value) : noMember(document, path, missing)
}

/** A table is exactly these values: other keys go, the rest is set where it stands. */
function setTable(
  document: TomlDocument,
  path: readonly TomlStep[],
  table: TomlTable,
  values: TomlValues,
): string | Refusal {
  const others = [...table.entries].filter(([key]) => !Object.hasOwn(values, key)).map(([, node]) => node)
  const kept = removeNodes(document, others)
  const keys = Object.entries(values)
  // A table that has no lines of its own is gone with its last key.
  return keys.length === 0 ? setValue(kept, path, values) : setEach(kept, path, keys)
}

function setEach(
  text: string,
  path: readonly TomlStep[],
  values: Iterable<readonly [TomlStep, TomlValue]>,
): string | Refusal {
  let edited = text
  for (const [step, value] of values) {
    const next = setValue(edited, [...path, step], value)
    if (isRefusal(next)) return next
    edited = next
  }
  return edited
}

/** Items that are equal at both ends stay; those between are changed one by one, and then some added or taken out. */
function setItems(
  document: TomlDocument,
  path: readonly TomlStep[],
  { items }: TomlArray,
  values: readonly TomlValue[],
): string | Refusal {
  const shorter = Math.min(items.length, values.length)
  let start = 0
  while (sameAt(items[start], values[start])) start++
  let end = 0
  while (end < shorter - start && sameAt(items.at(-1 - end), values.at(-1 - end))) end++
  const middle = shorter - end
  const changed = [...values.entries()].slice(start, middle)
  const edited = setEach(document.text, path, changed)
  if (isRefusal(edited)) return edited
  const after = reparse(edited)
  const array = arrayAt(after, path)
  const list = listOf(array)
  const added = values.slice(middle, values.length - end).map((value) => render(value, styleOf(after, array)))
  const resized = splice(edited, [
    ...removeItems(edited, list, middle, items.length - end),
    ...(added.length > 0 ? insertItems(edited, list, middle, added) : []),
  ])
  const kept = locate(reparse(resized), path)
  return 'node' in kept ? splice(resized, respelled(resized, kept.node, values)) : resized
}

function arrayAt(document: TomlDocument, path: readonly TomlStep[]): AST.TOMLArray {
  const found = locate(document, path)
  if ('node' in found && found.node.kind === 'array' && found.node.content) return found.node.content
  throw new Error(`${showPath(path)} was an array`)
}

/** An array of tables with headers has exactly these members, in this order. */
function setMembers(
  document: TomlDocument,
  path: readonly TomlStep[],
  array: TomlArray,
  values: readonly TomlValues[],
): string | Refusal {
  const kept = removeNodes(document, array.items.slice(values.length))
  if (values.length === 0) return setValue(kept, path, values)
  const edited = setEach(kept, path, [...values.slice(0, array.items.length).entries()])
  return isRefusal(edited)
    ? edited
    : values.slice(array.items.length).reduce((text, value) => addMember(text, path, value), edited)
}

/** A further member behind the last of an array of tables, written as the others are. */
export function addMember(text: string, path: readonly TomlStep[], values: TomlValues): string {
  const document = reparse(text)
  const found = locate(document, path)
  if (!('node' in found) || found.node.kind !== 'array') throw new Error(`${showPath(path)} was an array`)
  const { content, items } = found.node
  if (content)
    return splice(text, insertItems(text, listOf(content), items.length, [render(values, styleOf(document, content))]))
  const last = items.at(-1)
  if (last?.kind !== 'table') throw new Error('an array of headers without a member')
  return insertSection(document, last, [], 'array', renderLines(values, styleIn(document, last.section)))
}
