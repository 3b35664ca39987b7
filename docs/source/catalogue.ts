import { type Declaration, type Declarations, declarationsIn, type Signature, signatureOf } from './declarations.ts'
import { namesIn, type Shape, shapeOf, shapeOfDeclaration, wordsOf } from './shape.ts'

/** A function that a user calls. */
export interface Callable extends Declaration {
  readonly signature: Signature
  /** From where it is imported. */
  readonly module: string
  /** Of the one object that it takes. */
  readonly options?: Shape
}

export interface Catalogue {
  readonly all: Declarations
  readonly tasks: readonly Callable[]
  /** What makes a value that tasks take, by the name of its type. */
  readonly makers: ReadonlyMap<string, readonly Callable[]>
  /** All other functions. */
  readonly helpers: readonly Callable[]
}

const modules = [
  ['tasks/index.ts', 'runbook'],
  ['tasks/nginx/index.ts', 'runbook/tasks/nginx'],
  ['tasks/wso2is/index.ts', 'runbook/tasks/wso2is'],
] as const

const results = ['Resource', 'Resource[]', 'Check', 'Check[]']

/** What the public modules of a build export: `root` is the folder of the build. */
export function catalogueOf(root: string): Catalogue {
  const all = declarationsIn(root)
  const callables = modules.flatMap(([file, module]) =>
    all.exports(file).flatMap((one) => [one, ...all.members(one)].flatMap((each) => callable(all, each, module) ?? [])),
  )
  const tasks = callables.filter(({ signature }) => results.includes(signature.returns))
  const others = callables.filter((one) => !tasks.includes(one))
  const taken = new Map(tasks.flatMap((task) => typesOf(all, task).map((type) => [keyOf(type), type] as const)))
  const makers = new Map<string, Callable[]>()
  for (const one of others) {
    const made = all.find(one.file, one.signature.returns.replace('[]', ''))
    const type = made && (taken.get(keyOf(made)) ?? [...taken.values()].find((alias) => isKindOf(all, made, alias)))
    if (type) makers.set(keyOf(type), [...(makers.get(keyOf(type)) ?? []), one])
  }
  const helpers = others.filter((one) => ![...makers.values()].flat().includes(one))
  return { all, tasks, makers, helpers }
}

/** One type is told from another by its file, too. */
export const keyOf = ({ file, name }: Declaration): string => `${file} ${name}`

/** Whether a type is one of those that an alias stands for. */
const isKindOf = (all: Declarations, type: Declaration, alias: Declaration): boolean =>
  alias.kind === 'type' &&
  namesIn(alias.body).some((name) => {
    const found = all.find(alias.file, name)
    return found !== undefined && keyOf(found) === keyOf(type)
  })

function callable(all: Declarations, declaration: Declaration, module: string): Callable | undefined {
  const signature = signatureOf(declaration)
  if (!signature) return undefined
  const [only, ...more] = signature.parameters
  const isTask = results.includes(signature.returns)
  const takesOptions = only && more.length === 0 && (isTask || (only.name === 'options' && !/^\w+$/.test(only.type)))
  const options = takesOptions ? { options: shapeOf(all, declaration.file, only.type) } : {}
  return { ...declaration, signature, module, ...options }
}

/** The types that a function's parameters are made of, those within them too, in the order in which they come. */
export function typesOf(all: Declarations, { options, file, signature }: Callable): Declaration[] {
  const found = new Map<string, Declaration>()
  const visit = (at: string, written: string): void => {
    for (const name of namesIn(written)) {
      const type = all.find(at, name)
      if (!type || type.kind === 'const' || found.has(keyOf(type)) || wordsOf(all, type) !== undefined) continue
      found.set(keyOf(type), type)
      if (!type.file.startsWith('lib/'))
        for (const one of membersOf(shapeOfDeclaration(all, type))) visit(one.file, one.type)
    }
  }
  if (options) for (const one of membersOf(options)) visit(one.file, one.type)
  else for (const { type } of signature.parameters) visit(file, type)
  return [...found.values()]
}

/** All options, those of choices too. */
export const membersOf = ({ members, choices }: Shape): Shape['members'] => [
  ...members,
  ...choices.flat().flatMap(membersOf),
]
