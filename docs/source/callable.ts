import type { Node, ParameterDeclaration } from 'typescript/unstable/ast'
import { type Symbol as CompilerSymbol, type Signature, SignatureKind, type Type } from 'typescript/unstable/sync'
import { type Doc, docOf, typeOf } from './compiler.ts'
import { type Shape, shapeOf } from './shape.ts'
import { plainIn, type Reader, wordsOf } from './words.ts'

/** A function that a user calls. */
export interface Callable extends Doc {
  readonly name: string
  /** From where it is imported. */
  readonly module: string
  /** The source that declares it. */
  readonly declaredIn: string
  /** How it is called, a line for each way. */
  readonly signatures: readonly string[]
  /** What its objects hold, when it takes any. */
  readonly shape: Shape
  /** The ids of the exported types that it takes. */
  readonly takes: ReadonlySet<number>
}

/** What a type is called with. */
export const signaturesOf = ({ checker }: Reader, type: Type): readonly Signature[] =>
  checker.getSignaturesOfType(type, SignatureKind.Call)

/** A function as it is called, and what the objects that it takes hold. */
export function callableOf(reader: Reader, name: string, module: string, symbol: CompilerSymbol): Callable {
  const own = { ...reader, written: new Set<number>() }
  const signatures = signaturesOf(reader, typeOf(reader.checker, symbol))
  const types = signatures.flatMap((one) => one.getParameters().map((_, at) => parameterType(own, one, at)))
  const shape = shapeOf(own, plainIn(own, types))
  const takes = new Set(own.written)
  return {
    name,
    module,
    declaredIn: symbol.declarations[0]?.path ?? '',
    ...docOf(reader.checker, symbol),
    signatures:
      signatures.length === 0
        ? [`${name}: ${wordsOf(own, [typeOf(reader.checker, symbol)])}`]
        : signatures.map((one) => `${name}${signatureWords({ ...own, written: takes }, one)}`),
    shape,
    takes,
  }
}

function parameterType({ checker }: Reader, signature: Signature, at: number): Type {
  const type = checker.getParameterType(signature, at)
  if (!type) throw new Error('a parameter has no type')
  return type
}

function signatureWords(reader: Reader, signature: Signature): string {
  const declared = parametersOf(signature.declaration?.resolve())
  const parameters = signature.getParameters().map(({ name }, at) => {
    const { dotDotDotToken, questionToken, initializer } = declared[at] ?? {}
    const words = wordsOf(reader, [parameterType(reader, signature, at)])
    if (dotDotDotToken) return `...${name}: ${words}[]`
    return `${name.startsWith('__') ? 'options' : name}${questionToken || initializer ? '?' : ''}: ${words}`
  })
  const returned = reader.checker.getReturnTypeOfSignature(signature)
  return `(${parameters.join(', ')}): ${returned ? wordsOf({ ...reader, written: new Set() }, [returned]) : 'void'}`
}

const parametersOf = (node: Node | undefined): readonly Partial<ParameterDeclaration>[] =>
  node && 'parameters' in node ? (node.parameters as readonly ParameterDeclaration[]) : []
