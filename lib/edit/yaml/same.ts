import { encoded, holdsReference, plainOf, refer } from '../../core/reference.ts'
import { isSecret, reveal, type Secret } from '../../core/secret.ts'
import { type Splice, splice } from '../splice.ts'
import { yaml } from './package.ts'
import { endOf, entriesOf, keyOf, rangeOf, type YamlNode } from './parse.ts'
import { isList, isMapping, type YamlValue } from './value.ts'

/** Whether a node says what a value says, in whatever spelling, and with its keys in any order. */
export function same(node: YamlNode | null, value: YamlValue): boolean {
  if (node === null) return value === null
  if (isList(value)) {
    const items = yaml().isSeq(node) ? entriesOf(node) : undefined
    return items?.length === value.length && items.every((item, at) => same(item.value, value[at] ?? null))
  }
  if (isMapping(value)) {
    const keys = Object.keys(value)
    const entries = yaml().isMap(node) ? entriesOf(node) : undefined
    return (
      entries?.length === keys.length &&
      entries.every(({ key, value: inner }) => {
        const name = keyOf(key)
        return name !== undefined && Object.hasOwn(value, name) && same(inner, value[name] ?? null)
      })
    )
  }
  if (!yaml().isScalar(node) || node.tag) return false
  const is: unknown = node.value
  if (typeof value === 'string' || isSecret(value)) return typeof is === 'string' && plainOf(is) === reveal(value)
  return Object.is(is, value)
}

/** The text with references in place of the secrets that a node has already, so that no later step of a plan holds them. */
export const respelled = (text: string, node: YamlNode | null, value: YamlValue): string =>
  splice(text, respellings(text, node, value))

function respellings(text: string, node: YamlNode | null, value: YamlValue): Splice[] {
  if (node === null) return []
  if (isSecret(value)) {
    const [start] = rangeOf(node)
    const end = endOf(node)
    return [{ start, end, text: asReference(text.slice(start, end), value) }]
  }
  if (isList(value)) return entriesOf(node).flatMap((item, at) => respellings(text, item.value, value[at] ?? null))
  if (!isMapping(value)) return []
  return entriesOf(node).flatMap(({ key, value: inner }) => respellings(text, inner, value[keyOf(key) ?? ''] ?? null))
}

/** The same bytes of a scalar that is a secret. */
function asReference(written: string, value: Secret): string {
  if (holdsReference(written)) return written
  const [quotes = ''] = /^["']/.exec(written) ?? []
  const inner = written.slice(quotes.length, written.length - quotes.length)
  return quotes + encoded(refer(value), 'yaml-as-it-is', () => inner) + quotes
}
