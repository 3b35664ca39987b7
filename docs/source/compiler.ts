import {
  API,
  type Checker,
  type Symbol as CompilerSymbol,
  type Project,
  SymbolFlags,
  type Type,
  TypeFlags,
} from 'typescript/unstable/sync'

/** What the compiler knows of the sources: what an editor shows beside a name is asked of it, and nothing is parsed here. */
export interface Compiler {
  readonly checker: Checker
  /** What a source file, such as `tasks/index.ts`, exports: each by its name there, as it is declared. */
  exports(file: string): ReadonlyMap<string, CompilerSymbol>
}

/** Works with the sources of the project in a folder. Its process ends with the work, so what is given must be data. */
export function compiling<Value>(root: string, work: (compiler: Compiler) => Value): Value {
  const api = new API({ cwd: root })
  try {
    const project = api.updateSnapshot({ openProjects: [`${root}/tsconfig.json`] }).getProjects()[0]
    if (!project) throw new Error(`${root} has no tsconfig.json that could be opened`)
    return work({ checker: project.checker, exports: (file) => exportsOf(project, `${root}/${file}`) })
  } finally {
    api.close()
  }
}

function exportsOf({ program, checker }: Project, path: string): ReadonlyMap<string, CompilerSymbol> {
  const file = program.getSourceFile(path)
  const module = file && checker.getSymbolAtLocation(file)
  if (!module) throw new Error(`${path} is no module of the project`)
  return new Map(checker.getExportsOfModule(module).map((one) => [one.name, declared(checker, one)]))
}

/** What is declared, where a symbol passes on another one. */
function declared(checker: Checker, symbol: CompilerSymbol): CompilerSymbol {
  return symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** A function that a task has as a member is one that a module passes on: only there it has its comment. */
export function declaredMember(checker: Checker, member: CompilerSymbol): CompilerSymbol {
  const node = member.declarations[0]?.resolve()
  const name = node && 'name' in node ? checker.getSymbolAtLocation(node.name as typeof node) : undefined
  return name ? declared(checker, name) : member
}

export const typeOf = (checker: Checker, symbol: CompilerSymbol): Type => {
  const type = checker.getTypeOfSymbol(symbol)
  if (!type) throw new Error(`${symbol.name} has no type`)
  return type
}

/** The types that a union is of, without undefined; else the type itself. */
export const partsOf = (type: Type): readonly Type[] =>
  (type.isUnionType() ? type.getTypes() : [type]).filter(({ flags }) => !(flags & TypeFlags.Undefined))

/** A key of an object. */
export interface Key {
  readonly name: string
  readonly symbol: CompilerSymbol
  readonly type: Type
  readonly optional: boolean
}

/** The keys of an object, without those of which it is only said that they are not there. */
export const keysOf = (checker: Checker, type: Type): Key[] =>
  checker.getPropertiesOfType(type).flatMap((symbol) => {
    const of = typeOf(checker, symbol)
    if (partsOf(of).length === 0 || !/^[a-z]/i.test(symbol.name)) return []
    return [{ name: symbol.name, symbol, type: of, optional: (symbol.flags & SymbolFlags.Optional) !== 0 }]
  })

export interface Doc {
  /** Paragraphs, each on one line. */
  readonly text: string
  readonly examples: readonly string[]
}

export const docOf = (checker: Checker, symbol: CompilerSymbol): Doc => ({
  text: checker
    .getDocumentationCommentOfSymbol(symbol)
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, ' '))
    .filter(Boolean)
    .join('\n\n'),
  examples: checker
    .getJsDocTagsOfSymbol(symbol)
    .flatMap(({ name, text = '' }) => (name === 'example' ? [text.trim()] : [])),
})
