import { plainOf } from '../../core/reference.ts'
import { isSecret, reveal } from '../../core/secret.ts'
import type { TomlStep } from '../toml/path.ts'
import { valueAt, type YamlEdit } from './edits.ts'
import { isList, isMapping, type YamlValue } from './value.ts'

/** What a document shall say once an edit is made, from what it said before; paths are those of `YamlEdit`. */
export function wanted(before: unknown, edit: YamlEdit): unknown {
  const { yaml: path } = edit
  switch (edit.edit) {
    case 'set':
      return changed(before, path, () => plain(edit.value))
    case 'remove':
      return without(before, path)
    case 'ensureItem':
      return changed(before, path, (list) => {
        const items = asList(list)
        return items.some((item) => equal(item, plain(edit.value))) ? items : [...items, plain(edit.value)]
      })
    case 'removeItem':
      return holds(before, path)
        ? changed(before, path, (list) =>
            Array.isArray(list) ? list.filter((item) => !equal(item, plain(edit.value))) : list,
          )
        : before
    case 'ensureMember':
      return changed(before, path, (list) => {
        const items = asList(list)
        const named = plain(valueAt(edit.value, edit.key) ?? null)
        const at = items.findIndex((item) => equal(deep(item, edit.key), named))
        const value = plain(edit.value)
        return at < 0 ? [...items, value] : items.map((item, own) => (own === at ? merged(item, value) : item))
      })
  }
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** A value as a parser would give it. */
function plain(value: YamlValue): unknown {
  if (isSecret(value)) return reveal(value)
  if (isList(value)) return value.map(plain)
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function stepIn(value: unknown, step: TomlStep): string | number | undefined {
  if (typeof step !== 'object') return step
  const at = Array.isArray(value) ? value.findIndex((item) => equal(deep(item, step.key), step.is)) : -1
  return at < 0 ? undefined : at
}

const deep = (value: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), value)

function changed(value: unknown, path: readonly TomlStep[], to: (old: unknown) => unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return to(value)
  const step = stepIn(value, first)
  if (typeof step === 'number') return asList(value).map((item, at) => (at === step ? changed(item, rest, to) : item))
  const object = isObject(value) ? value : {}
  const key = step ?? ''
  return { ...object, [key]: changed(Object.hasOwn(object, key) ? object[key] : undefined, rest, to) }
}

function holds(value: unknown, path: readonly TomlStep[]): boolean {
  const [first, ...rest] = path
  if (first === undefined) return true
  const step = stepIn(value, first)
  if (typeof step === 'number') return Array.isArray(value) && step in value && holds(value[step], rest)
  return step !== undefined && isObject(value) && Object.hasOwn(value, step) && holds(value[step], rest)
}

function without(value: unknown, path: readonly TomlStep[]): unknown {
  if (!holds(value, path)) return value
  const last = path.at(-1) ?? ''
  return changed(value, path.slice(0, -1), (holder) => {
    const step = stepIn(holder, last)
    if (Array.isArray(holder)) return holder.filter((_, at) => at !== step)
    return Object.fromEntries(Object.entries(holder as object).filter(([key]) => key !== step))
  })
}

const merged = (item: unknown, value: unknown): unknown =>
  isObject(item) && isObject(value)
    ? {
        ...item,
        ...Object.fromEntries(
          Object.entries(value).map(([key, inner]) => [
            key,
            isObject(inner) && Object.keys(inner).length > 0 ? merged(item[key] ?? {}, inner) : inner,
          ]),
        ),
      }
    : value

/** Whether two say the same; a reference stands for its secret. */
export function equal(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' && typeof b === 'string') return plainOf(a) === plainOf(b)
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => equal(item, b[at]))
  if (!isObject(a) || !isObject(b)) return Object.is(a, b)
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
}
