import { readFileSync } from 'node:fs'
import { join } from 'node:path/posix'
import { bracketed, type Doc, documented, split, statements } from './scan.ts'

/** Something that a declaration file declares. */
export interface Declaration {
  readonly name: string
  readonly kind: 'interface' | 'type' | 'const' | 'function'
  readonly doc: Doc
  /** What follows its name. */
  readonly body: string
  readonly file: string
}

export interface Signature {
  readonly parameters: readonly { readonly name: string; readonly type: string }[]
  readonly returns: string
}

interface Module {
  readonly declarations: ReadonlyMap<string, Declaration>
  /** Names that come from other files, as they are called here, and there. */
  readonly from: readonly {
    readonly local: string
    readonly name: string
    readonly file: string
    readonly exported: boolean
  }[]
}

/** The declarations of a build: files are named as its sources are, such as `tasks/file.ts`. */
export interface Declarations {
  /** What a name means in a file. */
  find(file: string, name: string): Declaration | undefined
  /** All that a file declares or passes on, by the names under which it does. */
  exports(file: string): Declaration[]
  /** The functions that a task has as members, such as `xml.text`. */
  members(task: Declaration): Declaration[]
}

/** Reads declaration files below a folder as they are asked for, each once. */
export function declarationsIn(root: string): Declarations {
  const modules = new Map<string, Module>()
  const load = (file: string): Module => {
    const known = modules.get(file)
    if (known) return known
    const read = readModule(file, readFileSync(join(root, file.replace(/\.ts$/, '.d.ts')), 'utf8'))
    modules.set(file, read)
    return read
  }
  const find = (file: string, name: string): Declaration | undefined => {
    const { declarations, from } = load(file)
    const own = declarations.get(name)
    if (own) return own
    for (const one of from) {
      const found = one.local === name ? find(one.file, one.name) : one.local === '*' && find(one.file, name)
      if (found) return found
    }
    return undefined
  }
  const exports = (file: string): Declaration[] => {
    const { from, declarations } = load(file)
    const passedOn = from
      .filter(({ exported }) => exported)
      .flatMap((one) => (one.local === '*' ? exports(one.file) : renamed(find(one.file, one.name), one.local)))
    return [...declarations.values(), ...passedOn]
  }
  const members = ({ name, body, file }: Declaration): Declaration[] => {
    const [, edits] = membership.exec(body) ?? []
    const from = load(file).from.find(({ name: whole, local }) => whole === '*' && local === edits)
    return from ? exports(from.file).map((one) => ({ ...one, name: `${name}.${one.name}` })) : []
  }
  return { find, exports, members }
}

/** The end of the type of a task with members: they are what a file exports. */
const membership = /\s*& Readonly<typeof (\w+)>$/

const renamed = (found: Declaration | undefined, name: string): Declaration[] => (found ? [{ ...found, name }] : [])

function readModule(file: string, text: string): Module {
  const declarations = new Map<string, Declaration>()
  const from: Module['from'][number][] = []
  for (const statement of statements(text)) {
    const { doc, rest } = documented(statement)
    const [, verb, names = '', path = ''] = /^(import|export) (?:type )?([\s\S]*) from '(\.[^']*)'$/.exec(rest) ?? []
    if (verb !== undefined) {
      for (const one of split(names.replace(/^\{|\}$/g, ''), ',')) {
        const [name = '', local = name] = one.replace(/^type /, '').split(' as ')
        from.push({ local, name, file: join(file, '..', path), exported: verb === 'export' })
      }
      continue
    }
    const declared = /^(?:export )?(?:declare )?(interface|type|const|function) (\w+)([\s\S]*)$/.exec(rest)
    if (!declared) continue
    const [, kind, name = '', body = ''] = declared
    declarations.set(name, { name, kind: kind as Declaration['kind'], doc, body: body.trim(), file })
  }
  return { declarations, from }
}

/** How something is called; undefined when it is not called at all. */
export function signatureOf({ kind, body }: Declaration): Signature | undefined {
  const whole = kind === 'const' ? body.replace(/^:\s*/, '') : body
  const bare = whole.replace(membership, '')
  const text = bare.startsWith('((') ? bracketed(bare).inner : bare
  if ((kind !== 'const' && kind !== 'function') || !text.startsWith('(')) return undefined
  const { inner, rest } = bracketed(text)
  return { parameters: split(inner, ',').map(parameter), returns: plain(rest.replace(/^(=>|:)\s*/, '')) }
}

function parameter(text: string): Signature['parameters'][number] {
  const [name = '', ...type] = split(text, ':')
  return { name: name.startsWith('{') ? 'options' : name, type: type.join(': ') }
}

/** A type without what says only where it is from, or that it is not written to. */
export const plain = (type: string): string =>
  type
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/import\("[^"]*"\)\./g, '')
    .replace(/\breadonly /g, '')
    .replace(/\s+/g, ' ')
    .replace(/; }/g, ' }')
    .replace(/ \| undefined\b/g, '')
    .replace(/^\| /, '')
    .trim()
