import { plainOf } from '../../core/reference.ts'
import { isSecret, reveal } from '../../core/secret.ts'
import type { Splice } from '../splice.ts'
import { respellString } from './escape.ts'
import type { TomlNode, TomlScalar } from './tree.ts'
import { isArray, isDate, isTable, type TomlValue } from './value.ts'

/** Whether a node says what a value says, in whatever spelling, and with its keys in any order. */
export function same(node: TomlNode, value: TomlValue): boolean {
  if (isArray(value)) {
    const items = node.kind === 'array' ? node.items : undefined
    return items?.length === value.length && items.every((item, index) => sameAt(item, value[index]))
  }
  if (!isTable(value)) return node.kind === 'scalar' && sameScalar(node.content, value)
  const keys = Object.keys(value)
  return (
    node.kind === 'table' &&
    node.entries.size === keys.length &&
    keys.every((key) => sameAt(node.entries.get(key), value[key]))
  )
}

/** References in place of the secrets that a node has already, so that no later step of a plan holds them. */
export function respelled(text: string, node: TomlNode | undefined, value: TomlValue | undefined): Splice[] {
  if (node === undefined || value === undefined) return []
  if (isSecret(value) && node.kind === 'scalar') {
    const [start, end] = node.content.range
    return [{ start, end, text: respellString(text.slice(start, end), value) }]
  }
  if (isArray(value) && node.kind === 'array') return node.items.flatMap((item, at) => respelled(text, item, value[at]))
  if (!isTable(value) || node.kind !== 'table') return []
  return Object.entries(value).flatMap(([key, inner]) => respelled(text, node.entries.get(key), inner))
}

export const sameAt = (node: TomlNode | undefined, value: TomlValue | undefined): boolean =>
  node !== undefined && value !== undefined && same(node, value)

function sameScalar(content: TomlScalar['content'], value: TomlValue): boolean {
  switch (content.kind) {
    case 'string':
      return (typeof value === 'string' || isSecret(value)) && plainOf(content.value) === reveal(value)
    case 'boolean':
      return content.value === value
    case 'integer':
      return typeof value === 'bigint' ? content.bigint === value : Number(content.bigint) === value
    case 'float':
      // Unlike ===, this tells -0.0 from 0.0 and finds that nan is nan.
      return Object.is(content.value, value)
    default:
      return isDate(value) && instant(content.datetime) === instant(value.date)
  }
}

/** One spelling of a date or time: TOML allows small letters, a blank for the T, and zeros at the end of a fraction. */
const instant = (text: string): string =>
  text
    .toUpperCase()
    .replace(' ', 'T')
    .replace(/(\.\d*?)0+(?!\d)/, '$1')
    .replace(/\.(?!\d)/, '')
    .replace(/[+-]00:00$/, 'Z')
