import type { Symbol as CompilerSymbol, Type, TypeReference } from 'typescript/unstable/sync'
import { type Callable, signaturesOf } from './callable.ts'
import { type Doc, docOf, partsOf, typeOf } from './compiler.ts'
import { type Shape, shapeOf } from './shape.ts'
import { isPlain, itemOf, namedId, type Reader } from './words.ts'

/** Something that a module exports. */
export interface Exported {
  readonly name: string
  readonly module: string
  readonly symbol: CompilerSymbol
}

/** An exported type that is an object, or a choice among several. */
export interface NamedType extends Doc {
  readonly id: number
  readonly name: string
  readonly shape: Shape
  /** The ids of the exported types in it. */
  readonly takes: ReadonlySet<number>
  /** Whether it is of tasks: what is of the library is for who writes tasks, inventories and playbooks. */
  readonly ofTasks: boolean
}

export const isOfTasks = ({ declarations }: CompilerSymbol): boolean =>
  declarations.some(({ path }) => path.includes('/tasks/'))

/** Those of exported types that are objects, by their ids. */
export const namedTypes = (reader: Reader, exported: readonly Exported[]): ReadonlyMap<number, NamedType> =>
  new Map(
    exported.flatMap(({ name, symbol }) =>
      namedType(reader, name, symbol, reader.checker.getDeclaredTypeOfSymbol(symbol)).map((one) => [one.id, one]),
    ),
  )

/** The ids of the types that functions give, and of choices among these: who uses them need not know what is in them. */
export function givenBy(
  reader: Reader,
  functions: readonly Exported[],
  named: readonly Exported[],
): ReadonlySet<number> {
  const given = new Set(
    functions.flatMap(({ symbol }) => returned(reader, symbol).flatMap((one) => namedId(reader, one) ?? [])),
  )
  const choices = named.filter(({ symbol }) => {
    const parts = partsOf(reader.checker.getDeclaredTypeOfSymbol(symbol)).filter((one) => isPlain(reader, one))
    return parts.length > 1 && parts.every((one) => given.has(one.getSymbol()?.id ?? -1))
  })
  return new Set([...given, ...choices.map(({ symbol }) => symbol.id)])
}

/** The types that a function gives, one of them or a list. */
const returned = (reader: Reader, symbol: CompilerSymbol): Type[] =>
  signaturesOf(reader, typeOf(reader.checker, symbol))
    .flatMap((one) => reader.checker.getReturnTypeOfSignature(one) ?? [])
    .flatMap((one) => partsOf(itemOf(reader, one) ?? one))

function namedType(reader: Reader, name: string, symbol: CompilerSymbol, type: Type): NamedType[] {
  const takes = new Set<number>()
  const parts = partsOf(type).filter((part) => isPlain(reader, part))
  if (parts.length === 0) return []
  const shape = shapeOf({ ...reader, written: takes }, parts)
  return [{ id: symbol.id, name, ...docOf(reader.checker, symbol), shape, takes, ofTasks: isOfTasks(symbol) }]
}

/** What the facts that functions give are answered with. */
export function answersOf(reader: Reader, functions: readonly Exported[]): NamedType[] {
  const { checker } = reader
  const found = functions.flatMap(({ symbol }) => {
    const [fact] = returned(reader, symbol)
    const [answer] = fact?.getSymbol()?.name === 'Fact' ? checker.getTypeArguments(fact as TypeReference) : []
    const named = answer?.getAliasSymbol() ?? answer?.getSymbol()
    return !answer || !named ? [] : namedType(reader, named.name, named, answer)
  })
  return [...new Map(found.map((one) => [one.id, one])).values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The ids of the types that something takes, and of those within them. */
export function reached(
  types: ReadonlyMap<number, NamedType>,
  from: readonly Pick<Callable, 'takes'>[],
): ReadonlySet<number> {
  const found = new Set<number>()
  const visit = (ids: Iterable<number>): void => {
    for (const id of ids) {
      if (found.has(id)) continue
      found.add(id)
      visit(types.get(id)?.takes ?? [])
    }
  }
  for (const { takes } of from) visit(takes)
  return found
}

/** The id of that of some types which a function gives, or a list of it: by its name, else because it fits. */
export function madeBy(reader: Reader, symbol: CompilerSymbol, among: readonly Exported[]): number | undefined {
  const { checker } = reader
  const [one] = returned(reader, symbol)
  if (!one) return undefined
  const id = namedId(reader, one)
  const fits = ({ symbol: type }: Exported) =>
    isPlain(reader, one) && checker.isTypeAssignableTo(one, checker.getDeclaredTypeOfSymbol(type))
  return among.find((type) => (id === undefined ? fits(type) : type.symbol.id === id))?.symbol.id
}
