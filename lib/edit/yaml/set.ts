import { isRefusal, type Refusal } from '../../core/failure.ts'
import type { TomlStep } from '../toml/path.ts'
import { type Found, locate, type Missing } from './locate.ts'
import { yaml } from './package.ts'
import { entriesOf, isEmpty, keyOf, parseYaml, type YamlDocument } from './parse.ts'
import { append, replaceNode } from './place.ts'
import { removeFound } from './remove.ts'
import { respelled, same } from './same.ts'
import { isList, isMapping, type YamlValue, type YamlValues } from './value.ts'

/** A text of which one document is meant. */
export interface Whole {
  readonly text: string
  readonly at: number
}

export function setValue({ text, at }: Whole, path: readonly TomlStep[], value: YamlValue): string | Refusal {
  const document = reparse(text, at)
  const found = locate(document, path)
  if (isRefusal(found)) return found
  if ('rest' in found) return make(document, found, value)
  const { node } = found
  if (same(node, value)) return respelled(text, node, value)
  if (node && yaml().isMap(node) && isMapping(value) && Object.keys(value).length > 0)
    return setMapping({ text, at }, path, found, value)
  if (node && yaml().isSeq(node) && isList(value) && value.length > 0 && entriesOf(node).length > 0)
    return setList({ text, at }, path, found, value)
  return replaceNode(document, found, value)
}

/** A text that was read or made before: that it is no YAML would be a bug. */
export function reparse(text: string, at: number): YamlDocument {
  const document = parseYaml(text, at)
  if (isRefusal(document)) throw new Error(`an edit broke the file: ${document.refusal}`)
  return document
}

function make(document: YamlDocument, { rest, ...found }: Missing, value: YamlValue): string | Refusal {
  const { node } = found
  if (node === null || isEmpty(node)) return replaceNode(document, found, nested(rest, value))
  const [key = '', ...more] = rest
  return append(document, node, key, nested(more, value))
}

const nested = (keys: readonly string[], value: YamlValue): YamlValue =>
  keys.reduceRight<YamlValue>((inner, key) => ({ [key]: inner }), value)

/** A mapping is exactly these values: what is new is added first, so that it is empty at no moment; other keys go. */
function setMapping(whole: Whole, path: readonly TomlStep[], { node }: Found, values: YamlValues): string | Refusal {
  const others = node ? entriesOf(node).flatMap(({ key }) => keyOf(key) ?? []) : []
  const edited = setEach(whole, path, Object.entries(values))
  if (isRefusal(edited)) return edited
  return others
    .filter((key) => !Object.hasOwn(values, key))
    .reduce<string | Refusal>(
      (text, key) => (isRefusal(text) ? text : removeAt({ ...whole, text }, [...path, key])),
      edited,
    )
}

export function setEach(
  whole: Whole,
  path: readonly TomlStep[],
  values: Iterable<readonly [TomlStep, YamlValue]>,
): string | Refusal {
  let { text } = whole
  for (const [step, value] of values) {
    const next = setValue({ ...whole, text }, [...path, step], value)
    if (isRefusal(next)) return next
    text = next
  }
  return text
}

/** Items that are equal at the front stay, of the others each is changed where it stands; then some are added or taken out. */
function setList(
  whole: Whole,
  path: readonly TomlStep[],
  { node }: Found,
  values: readonly YamlValue[],
): string | Refusal {
  const items = node ? entriesOf(node) : []
  const gone = items.length - values.length
  if (gone > 0) {
    // What is equal at the end stays as it is: those before it go.
    let kept = 0
    while (kept < values.length && same(items.at(-1 - kept)?.value ?? null, values.at(-1 - kept) ?? null)) kept++
    const text = removeAt(whole, [...path, items.length - 1 - kept])
    return isRefusal(text) ? text : setValue({ ...whole, text }, path, values)
  }
  const text = setEach(whole, path, [...values.slice(0, items.length).entries()])
  return values
    .slice(items.length)
    .reduce<string | Refusal>(
      (now, value) => (isRefusal(now) ? now : addItem({ ...whole, text: now }, path, value)),
      text,
    )
}

export function addItem({ text, at }: Whole, path: readonly TomlStep[], value: YamlValue): string | Refusal {
  const document = reparse(text, at)
  const found = locate(document, path)
  if (isRefusal(found)) return found
  return found.node ? append(document, found.node, undefined, value) : text
}

export function removeAt({ text, at }: Whole, path: readonly TomlStep[]): string | Refusal {
  const document = reparse(text, at)
  const found = locate(document, path)
  if (isRefusal(found)) return found
  return 'rest' in found ? text : removeFound(document, found)
}
