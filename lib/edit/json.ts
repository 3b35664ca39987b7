import { kindOf, type Refusal, refuse, UsageError } from '../core/failure.ts'
import { refer } from '../core/reference.ts'
import { isSecret, type Secret } from '../core/secret.ts'
import { onceForEqual } from './equal-work.ts'
import { insertItem } from './json/insert.ts'
import { type JsonPath, showPath } from './json/path.ts'
import { removeItem } from './json/remove.ts'
import { render, replacementStyle } from './json/style.ts'
import { equal, locate, type Plain, parseJson } from './json/tree.ts'
import { type Edited, editAll, respell, splice, splitMark } from './splice.ts'

/**
 * Changes members of a JSON document (comments and, beside them, trailing commas are understood) and leaves every other
 * byte as it was. A new member is written as its neighbours are; an equal value is left in its own spelling.
 *
 * @example editJson(text, [setJson(['proxy', 'proxyHost'], 'is.example.com'), removeJson(['fido'])])
 */
export const editJson = onceForEqual('json', (text: string, edits: readonly JsonEdit[]): Edited => {
  const [mark, bare] = splitMark(text)
  const edited = editAll(bare, edits, apply, ({ edit, path }) => `${edit} ${showPath(path)}`)
  return 'text' in edited ? { ...edited, text: mark + edited.text } : edited
})

/** A JSON value, where any string may be a secret. */
export type Json = null | boolean | number | string | Secret | readonly Json[] | { readonly [key: string]: Json }

export type JsonEdit =
  | { readonly edit: 'set'; readonly path: JsonPath; readonly value: Json }
  | { readonly edit: 'remove'; readonly path: JsonPath }

/**
 * A member, or the item of an array, that shall have a value; missing parents are made. An array grows by one item at
 * its end.
 *
 * @example json.set(['proxy', 'proxyHost'], 'is.example.com')
 * @example json.set(['hosts', 2], 'c')
 */
export const setJson = (path: JsonPath, value: Json): JsonEdit =>
  Object.freeze({ edit: 'set', path: frozenPath(path), value: frozen(value, path) })

/**
 * A member that shall not be there.
 *
 * @example json.remove(['proxy', 'proxyContextPath'])
 */
export const removeJson = (path: JsonPath): JsonEdit => Object.freeze({ edit: 'remove', path: frozenPath(path) })

function frozenPath(path: JsonPath): JsonPath {
  const isKey = (key: unknown) => typeof key === 'string' || (Number.isInteger(key) && Number(key) >= 0)
  if (Array.isArray(path) && path.every(isKey)) return Object.freeze([...path])
  const given = typeof path === 'string' || Array.isArray(path) ? JSON.stringify(path) : kindOf(path)
  throw new UsageError(`${given} is no path of a member: give its names in a list, as in ['proxy', 'proxyHost']`)
}

function apply(text: string, edit: JsonEdit): string | Refusal {
  const root = parseJson(text)
  if ('refusal' in root) return root
  const found = locate(text, root, edit.path)
  if ('refusal' in found) return found
  if (edit.edit === 'remove') return 'rest' in found ? text : remove(text, edit.path, found)
  const value = plain(edit.value)
  if ('rest' in found) return insertItem(text, root, edit.path, found, value)
  const { node } = found
  const { indent, style } = replacementStyle(text, root, node)
  const put = { start: node.offset, end: node.offset + node.length, text: render(value, style, indent) }
  return splice(text, equal(node, value) ? respell(text, put.start, put.end, put.text) : [put])
}

function remove(
  text: string,
  path: JsonPath,
  { container, index }: { container?: Parameters<typeof removeItem>[1]; index: number },
) {
  const name = showPath(path)
  if (container === undefined) return refuse('the whole document was to be removed', 'remove the file instead')
  if (container.type === 'array')
    return refuse(
      `${name} is an item of an array: the next run would remove its successor`,
      'set the whole array instead',
    )
  return removeItem(text, container, index)
}

function plain(value: Json): Plain {
  if (isSecret(value)) return refer(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value as Plain
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

function frozen(value: Json, path: JsonPath): Json {
  if (isSecret(value) || value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value !== 'object') throw new UsageError(`json.set ${showPath(path)}: ${String(value)} is no JSON value`)
  if (Array.isArray(value)) return Object.freeze(value.map((inner, index) => frozen(inner, [...path, index])))
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozen(inner, [...path, key])])),
  )
}
