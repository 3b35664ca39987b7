import { isRefusal, type Refusal, refuse } from '../../core/failure.ts'
import { position } from '../splice.ts'
import { showPath, type TomlStep } from '../toml/path.ts'
import { type EditOf, valueAt } from './edits.ts'
import { hasValue, locate, place } from './locate.ts'
import { yaml } from './package.ts'
import { type Entry, entriesOf, isEmpty, kindOfNode, type YamlDocument } from './parse.ts'
import { respelled, same } from './same.ts'
import { addItem, removeAt, reparse, setValue, type Whole } from './set.ts'
import { isMapping, type YamlValue, type YamlValues } from './value.ts'

export function ensureItem(whole: Whole, { yaml, value }: EditOf<'ensureItem'>): string | Refusal {
  const list = listAt(whole, yaml)
  if (isRefusal(list)) return list
  const there = list.find((item) => same(item.value, value))
  if (there) return respelled(whole.text, there.value, value)
  return list.length === 0 ? setValue(whole, yaml, [value]) : addItem(whole, yaml, value)
}

export function removeItem(whole: Whole, { yaml, value }: EditOf<'removeItem'>): string | Refusal {
  const list = listAt(whole, yaml)
  if (isRefusal(list)) return list
  const at = list.findLastIndex((item) => same(item.value, value))
  if (at < 0) return whole.text
  const text = removeAt(whole, [...yaml, at])
  return isRefusal(text) ? text : removeItem({ ...whole, text }, { edit: 'removeItem', yaml, value })
}

export function ensureMember(whole: Whole, { yaml, key, value }: EditOf<'ensureMember'>): string | Refusal {
  const list = listAt(whole, yaml)
  if (isRefusal(list)) return list
  const named = valueAt(value, key)
  const is = typeof named === 'string' || typeof named === 'number' || typeof named === 'boolean' ? named : ''
  const hits = [...list.entries()].filter(([, item]) => hasValue(item.value, { key, is }))
  const [hit, second] = hits
  if (second !== undefined)
    return refuse(
      `${hits.length} items of ${showPath(yaml)} have the same ${showPath(key)} (${hits.map(([, { start }]) => position(whole.text, start)).join('; ')})`,
      'remove all but one by hand',
    )
  if (hit) return merge(whole, [...yaml, hit[0]], value)
  return list.length === 0 ? setValue(whole, yaml, [value]) : addItem(whole, yaml, value)
}

/** An item has these values, also those of mappings in it; what else it has stays. */
function merge(whole: Whole, path: readonly TomlStep[], values: YamlValues): string | Refusal {
  let { text } = whole
  for (const [key, value] of Object.entries(values)) {
    const next: string | Refusal = isGroup(value)
      ? merge({ ...whole, text }, [...path, key], value)
      : setValue({ ...whole, text }, [...path, key], value)
    if (isRefusal(next)) return next
    text = next
  }
  return text
}

const isGroup = (value: YamlValue): value is YamlValues => isMapping(value) && Object.keys(value).length > 0

/** The items of the list at a path; none where nothing is there. */
function listAt({ text, at }: Whole, path: readonly TomlStep[]): readonly Entry[] | Refusal {
  const document: YamlDocument = reparse(text, at)
  const found = locate(document, path)
  if (isRefusal(found)) return found
  const { node } = found
  if ('rest' in found || node === null || isEmpty(node)) return []
  if (yaml().isSeq(node)) return entriesOf(node)
  return refuse(
    `${showPath(path)} is ${kindOfNode(node)} (${place(document, node)}), and a list was wanted`,
    'correct the path, or remove it first',
  )
}
