import { type Checker, NodeBuilderFlags, type Type, type TypeReference } from 'typescript/unstable/sync'
import { keysOf, partsOf } from './compiler.ts'

/** What types are written with. */
export interface Reader {
  readonly checker: Checker
  /** The names of exported types, by the ids of their symbols. */
  readonly names: ReadonlyMap<number, string>
  /** The ids of those that were written by name. */
  readonly written: Set<number>
}

/** A type for a reader: choices as words, exported types by name, other objects by their keys. */
export function wordsOf(reader: Reader, types: readonly Type[], within: readonly number[] = []): string {
  const written = [...new Set(told(reader, types).map((one) => partWords(reader, one, within)))]
  if (!written.includes('true') || !written.includes('false')) return written.join(' | ')
  return [...written.filter((one) => one !== 'true' && one !== 'false'), 'boolean'].join(' | ')
}

/** What types are of: a type that has a name is one, a choice among several is these. */
function told(reader: Reader, types: readonly Type[]): Type[] {
  const all = types.flatMap((type) => {
    // A name is lost where undefined is added to a type.
    const named = [type, reader.checker.getNonNullableType(type)].find(
      (one) => one && namedId(reader, one) !== undefined,
    )
    return named ? [named] : partsOf(type)
  })
  return [...new Map(all.map((type) => [type.id, type])).values()]
}

/** `within` are the lists around it: one that holds itself is told by its name. */
function partWords(reader: Reader, type: Type, within: readonly number[]): string {
  const id = namedId(reader, type)
  if (id !== undefined) {
    reader.written.add(id)
    const [, given = ''] = /(<.*>)$/.exec(text(reader, type)) ?? []
    return `${reader.names.get(id)}${given.replace(/^<(object|unknown)>$/, '')}`
  }
  const item = itemOf(reader, type)
  if (item && !within.includes(type.id)) {
    const inner = wordsOf(reader, [item], [...within, type.id])
    return /[|&]|=>/.test(inner) && partsOf(item).length > 1 ? `(${inner})[]` : `${inner}[]`
  }
  if (!isPlain(reader, type)) return text(reader, type)
  const keys = keysOf(reader.checker, type).map(({ name, optional, type: of }) =>
    // What tells one kind of an object from the others.
    of.isLiteralType() ? `${name}: ${text(reader, of)}` : `${name}${optional ? '?' : ''}`,
  )
  return `{ ${keys.join(', ')} }`
}

/** The id by which a type's name is known. One that is nothing but words is better told by these. */
export function namedId({ names }: Reader, type: Type): number | undefined {
  const ids = [type.getAliasSymbol()?.id, type.getSymbol()?.id]
  return partsOf(type).every((part) => part.isLiteralType())
    ? undefined
    : ids.find((id) => id !== undefined && names.has(id))
}

/** What a list holds; undefined: it is no list. */
export const itemOf = ({ checker }: Reader, type: Type): Type | undefined =>
  checker.isArrayType(type) ? checker.getTypeArguments(type as TypeReference)[0] : undefined

/** The objects that are written by their keys, of which a type is, or a list of such. */
export const plainIn = (reader: Reader, types: readonly Type[]): readonly Type[] =>
  told(
    reader,
    told(reader, types).map((type) => itemOf(reader, type) ?? type),
  ).filter((type) => namedId(reader, type) === undefined && isPlain(reader, type))

/** Whether a type is an object with keys of its own, and no list and nothing of the language or of a package. */
export const isPlain = (reader: Reader, type: Type): boolean =>
  (type.isIntersectionType() ? type.getTypes() : [type]).every((part) => isOurs(reader, part)) &&
  reader.checker.getPropertiesOfType(type).length > 0

function isOurs({ checker }: Reader, type: Type): boolean {
  const symbol = type.getSymbol()
  const isForeign = !symbol?.name.startsWith('__') && symbol?.declarations[0]?.path.includes('/node_modules/') !== false
  return type.isObjectType() && !isForeign && !checker.isArrayType(type)
}

const text = ({ checker }: Reader, type: Type): string =>
  checker
    .typeToString(type, undefined, NodeBuilderFlags.NoTruncation | NodeBuilderFlags.UseSingleQuotesForStringLiteralType)
    .replace(/\breadonly /g, '')
    .replace(/^Uint8Array<.*>$/, 'Uint8Array')
    .replace(/^Readonly<(Record<.*>)>$/, '$1')
    .replace(/^\{ \[\w+: (\w+)\]: ([^;]+); \}$/, 'Record<$1, $2>')
