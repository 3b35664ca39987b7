import type { Type } from 'typescript/unstable/sync'
import { docOf, type Key, keysOf, partsOf } from './compiler.ts'
import { plainIn, type Reader, wordsOf } from './words.ts'

/** An option of a task, or a key of an object. */
export interface Option {
  readonly name: string
  readonly type: string
  readonly optional: boolean
  /** With which other option it may be left out all the same, as in `state: 'absent'`. */
  readonly unless?: string
  /** What it means, without its default. */
  readonly meaning: string
  readonly default?: string
  /** What is in it, where it is an object, or a list of objects. */
  readonly inner?: Shape
}

/** Options: those that there are in any case, and groups of others, of which one is given. */
export interface Shape {
  readonly options: readonly Option[]
  readonly choices: readonly Choice[]
}

/** A group of options, of which one is given. */
export interface Choice {
  readonly options: readonly Option[]
  /** Whether those of the other groups may be given, too, and count for nothing. */
  readonly besides: boolean
}

/** The same key in one or several kinds of an object. */
type Several = readonly Key[]

/** What objects of some types hold: what all of them have is told from what makes them different. */
export function shapeOf(reader: Reader, types: readonly Type[], leftOut: readonly string[] = []): Shape {
  const kinds = types
    .flatMap(partsOf)
    .map((type) => keysOf(reader.checker, type).filter(({ name }) => !leftOut.includes(name)))
  const names = [...new Set(kinds.flatMap((keys) => keys.map(({ name }) => name)))]
  const several = new Map(names.map((name) => [name, kinds.flatMap((keys) => keys.filter((key) => key.name === name))]))
  const isAlike = [...several.values()].every((keys) => keys.length === kinds.length)
  const isCommon = ({ name }: Key) => isAlike || isOne(reader, several.get(name) ?? [], kinds.length)
  const optionsIn = (all: readonly Several[]) =>
    all.map((keys) => optionOf(reader, keys, kinds, several.get(keys[0]?.name ?? '') ?? []))
  return {
    options: optionsIn([...several.values()].filter(([key]) => key && isCommon(key))),
    choices: kinds
      .map((keys) => keys.filter((key) => !isCommon(key)))
      .filter((keys) => keys.length > 0)
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map((keys, _, all) => {
        const others = all.filter((one) => one !== keys).flatMap((one) => one.map(({ name }) => name))
        const own = keys.filter(({ name, optional }) => !optional || !others.includes(name))
        // What goes needs no word on how it is made: a kind that takes all that the others take tells what is its own.
        const takesAll = others.every((name) => keys.some((key) => key.name === name))
        const isAlone = !all.some((one) => one !== keys && holdsAll(one, keys))
        const besides = takesAll && isAlone && own.length > 0 && own.length < keys.length
        return { options: optionsIn((besides ? own : keys).map((key) => [key])), besides }
      }),
  }
}

const holdsAll = (one: Several, keys: Several): boolean =>
  keys.every(({ name }) => one.some((key) => key.name === name))

/** Whether a key is the same in all kinds. */
function isOne(reader: Reader, keys: Several, kinds: number): boolean {
  const said = new Set(keys.map(({ type, optional }) => `${optional} ${wordsOf(reader, [type])}`))
  return keys.length === kinds && said.size === 1
}

/** Kinds come in the order in which their sources tell of them. */
const placeOf = (keys: Several): number => Math.min(...keys.map(({ symbol }) => symbol.declarations[0]?.index ?? 0))

/** A key of some kinds; what it means may be said at that of another. */
function optionOf(reader: Reader, keys: Several, kinds: readonly Several[], all: Several): Option {
  const types = keys.map(({ type }) => type)
  const [first] = keys
  // What tells the kinds from one another may be left out where one of them needs no word.
  const isTelling = new Set(keys.map(({ type }) => wordsOf(reader, [type]))).size > 1
  const optional = isTelling ? keys.some((key) => key.optional) : keys.every((key) => key.optional)
  const said =
    [...keys, ...all].map(({ symbol }) => docOf(reader.checker, symbol).text.replace(/\s+/g, ' ')).find(Boolean) ?? ''
  const stated = /(?:^| )Default: (.+?)\.(?= |$)/.exec(said)
  const unless = optional ? undefined : telling(reader, keys, kinds)
  // What the library's own objects hold is told by their keys alone.
  const isOwn = first?.symbol.declarations[0]?.path.includes('/lib/') === false
  const inner = isOwn ? plainIn(reader, types) : []
  return {
    name: first?.name ?? '',
    type: wordsOf(reader, types),
    optional,
    meaning: stated ? said.replace(stated[0], '').trim() : said,
    ...(unless === undefined ? {} : { unless }),
    ...(stated?.[1] === undefined ? {} : { default: stated[1] }),
    ...(inner.length === 0 ? {} : { inner: shapeOf(reader, inner) }),
  }
}

/** The word of another option that tells the kinds in which a key may be left out from those in which it may not. */
function telling(reader: Reader, keys: Several, kinds: readonly Several[]): string | undefined {
  const loose = kinds.filter((kind) => kind.some((key) => key.optional && keys.includes(key)))
  if (loose.length === 0) return undefined
  const words = loose.flatMap((kind) =>
    kind.flatMap(({ name, type, optional }) =>
      !optional && type.isLiteralType() ? [`${name}: ${wordsOf(reader, [type])}`] : [],
    ),
  )
  return words[0]
}
