import { readFileSync } from 'node:fs'
import { type Symbol as CompilerSymbol, SymbolFlags } from 'typescript/unstable/sync'
import { type Callable, callableOf, signaturesOf } from './callable.ts'
import { type Compiler, compiling, declaredMember, partsOf, typeOf } from './compiler.ts'
import {
  answersOf,
  type Exported,
  givenBy,
  isOfTasks,
  madeBy,
  type NamedType,
  namedTypes,
  reached,
} from './named-types.ts'
import { type Shape, shapeOf } from './shape.ts'
import type { Reader } from './words.ts'

/** A module that users import. */
export interface Module {
  readonly name: string
  /** The source that it is made from. */
  readonly file: string
}

export interface Task extends Callable {
  /** One step, a list of such, or one that only reads. */
  readonly kind: 'task' | 'list' | 'check'
  /** The functions that it has as members, such as `xml.text`. */
  readonly members: readonly Callable[]
}

/** What users import, as data. */
export interface Catalogue {
  readonly modules: readonly Module[]
  readonly tasks: readonly Task[]
  /** What makes a value of an exported type that a product's tasks take, by the id of that type. */
  readonly makers: ReadonlyMap<number, readonly Callable[]>
  /** All other functions. */
  readonly functions: readonly Callable[]
  /** The exported types that are objects, by their ids. */
  readonly types: ReadonlyMap<number, NamedType>
  /** The ids of the types that functions give. */
  readonly given: ReadonlySet<number>
  /** What an inventory for pattern 1 gives. */
  readonly variables: Shape
  /** What hosts answer to facts. */
  readonly answers: readonly NamedType[]
}

/** What the modules that package.json names export, each under the first that does. */
export const catalogueOf = (root: string): Catalogue => {
  const { exports } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { exports: Record<string, unknown> }
  const modules = Object.entries(exports).flatMap(([name, door]) => {
    const { types } = door as { readonly types?: string }
    const file = types?.replace(/^\.\/dist\//, '').replace(/\.d\.ts$/, '.ts')
    return file === undefined || file.includes('*') ? [] : [{ name: `runbook${name.slice(1)}`, file }]
  })
  return compiling(root, (compiler) => read(compiler, modules))
}

function read({ checker, exports }: Compiler, modules: readonly Module[]): Catalogue {
  const all = new Map<number, Exported>()
  for (const { name: module, file } of modules)
    for (const [name, symbol] of exports(file)) if (!all.has(symbol.id)) all.set(symbol.id, { name, module, symbol })
  const named = [...all.values()].filter(({ symbol }) => symbol.flags & (SymbolFlags.TypeAlias | SymbolFlags.Interface))
  const names = new Map(named.map(({ name, symbol }) => [symbol.id, name]))
  const reader: Reader = { checker, names, written: new Set() }
  const called = [...all.values()].filter(({ symbol }) => symbol.flags & SymbolFlags.Value)
  const isTask = ({ symbol }: Exported) => checker.getPropertyOfType(typeOf(checker, symbol), 'schema') !== undefined
  const tasks = called.filter(isTask).map((one) => taskOf(reader, one))
  const types = namedTypes(reader, named)
  const taken = reached(types, tasks)
  const makers = new Map<number, Callable[]>()
  const functions: Callable[] = []
  for (const one of called.filter((each) => !isTask(each))) {
    const callable = callableOf(reader, one.name, one.module, one.symbol)
    const made = isOfTasks(one.symbol)
      ? madeBy(
          reader,
          one.symbol,
          named.filter(({ symbol }) => taken.has(symbol.id) && isOfTasks(symbol)),
        )
      : undefined
    if (made === undefined) functions.push(callable)
    else makers.set(made, [...(makers.get(made) ?? []), callable])
  }
  const variables = exports('playbooks/pattern1/variables.ts').get('Pattern1')
  return {
    modules,
    tasks,
    makers,
    functions,
    types,
    given: givenBy(reader, called, named),
    variables: shapeOf(reader, variables ? [checker.getDeclaredTypeOfSymbol(variables)] : []),
    answers: answersOf(reader, called),
  }
}

function taskOf(reader: Reader, { name, module, symbol }: Exported): Task {
  const { checker } = reader
  const type = typeOf(checker, symbol)
  const written = new Set<number>()
  const parameters = signaturesOf(reader, type).map((one) => checker.getParameterType(one, 0))
  const taken = parameters.flatMap((one) => (one ? [one] : []))
  const everyTask = ['id', 'title', 'tags', 'become', 'retry', 'ignoreFailure']
  const isList = taken.every((one) => partsOf(one).every((part) => !checker.getPropertyOfType(part, 'id')))
  const members = checker.getPropertiesOfType(type).filter((one) => one.name !== 'schema')
  return {
    ...callableOf(reader, name, module, symbol),
    kind: isList ? 'list' : isCheck(symbol) ? 'check' : 'task',
    shape: shapeOf({ ...reader, written }, taken, everyTask),
    takes: written,
    members: members.map((one) => callableOf(reader, `${name}.${one.name}`, module, declaredMember(checker, one))),
  }
}

/** Whether a task is made as one that only reads: its type does not tell. */
function isCheck({ valueDeclaration }: CompilerSymbol): boolean {
  const source = valueDeclaration?.resolve()?.getText() ?? ''
  return /^\w+ = defineCheck\(/.test(source)
}
