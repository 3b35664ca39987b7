/** One word, sign or literal of a TypeScript source. */
export interface Token {
  readonly kind: 'word' | 'sign' | 'number' | 'string' | 'template' | 'pattern' | 'reference'
  /** Of a string or a template: its characters, escapes resolved, with a `hole` for what a template inserts. */
  readonly text: string
  /** Where it begins. */
  readonly at: number
}

/** Stands in the text of a template for each `${…}`; the tokens of what is inserted come after the template's own. */
export const hole = '\0'

/**
 * Reads a TypeScript source as far as its imports, its globals and its literals need: what is in a comment, a string or a
 * regular expression is never taken for code. Throws where it cannot tell, so that nothing is passed over.
 */
export function tokens(source: string): readonly Token[] {
  const known = read.get(source)
  if (known) return known
  const found: Token[] = []
  readOn(source, source.startsWith('#!') ? source.indexOf('\n') : 0, found, false)
  read.set(source, found)
  return found
}

/** What has been read, since several look at each source. */
const read = new Map<string, readonly Token[]>()

export const lineOf = (source: string, at: number): number => source.slice(0, at).split('\n').length

const shapes: readonly (readonly [kind: Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ['string', /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y],
  ['word', /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy],
  ['number', /0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?n?/y],
  ['pattern', /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y],
  ['sign', /=>|\.{3}|\?\.(?!\d)|\+\+|--|[{}()[\];,<>+\-*/%&|^!~?:=.@#]/y],
]

const reference = /^\/\/\/\s*<reference\s[^>]*?=\s*["']([^"']*)["']/

/** Words after whose brackets a statement begins, and words after which a value does: there a `/` begins a pattern. */
const conditions = ['if', 'while', 'for', 'with']
const operators = 'await case delete do else extends in instanceof of return throw typeof void yield'.split(' ')

/** Reads on from `at`; inside a template up to the `}` that ends what it inserts. Gives where it stopped. */
function readOn(source: string, at: number, found: Token[], inTemplate: boolean): number {
  const brackets: boolean[] = []
  let depth = 0
  let valueMayFollow = true
  while (at < source.length) {
    if (source[at] === '`') {
      at = template(source, at, found)
      valueMayFollow = false
      continue
    }
    const [kind, text] = next(source, at, valueMayFollow)
    const before = found.at(-1)?.text ?? ''
    if (kind === 'space') {
      const [, name] = reference.exec(text) ?? []
      if (name !== undefined) found.push({ kind: 'reference', text: name, at })
    } else {
      if (inTemplate && depth === 0 && text === '}') return at
      if (kind === 'sign' && /^[{}]$/.test(text)) depth += text === '{' ? 1 : -1
      if (text === '(') brackets.push(conditions.includes(before))
      if (kind === 'sign') valueMayFollow = text === ')' ? (brackets.pop() ?? false) : !/^(\]|\+\+|--)$/.test(text)
      else valueMayFollow = kind === 'word' && operators.includes(text) && !/^\??\.$/.test(before)
      found.push({ kind, text: kind === 'string' ? cooked(text.slice(1, -1)) : text, at })
    }
    at += text.length
  }
  if (inTemplate) throw new Error('what a template inserts has no end')
  return at
}

function next(source: string, at: number, valueMayFollow: boolean): [kind: Token['kind'] | 'space', text: string] {
  for (const [kind, shape] of shapes) {
    if (kind === 'pattern' && !valueMayFollow) continue
    shape.lastIndex = at
    const [text] = shape.exec(source) ?? []
    if (text !== undefined) return [kind, text]
  }
  throw new Error(`line ${lineOf(source, at)}: ${JSON.stringify(source[at])} cannot be read here`)
}

function template(source: string, start: number, found: Token[]): number {
  const place = found.length
  found.push({ kind: 'template', text: '', at: start })
  let text = ''
  for (let at = start + 1; at < source.length; ) {
    if (source[at] === '`') {
      found[place] = { kind: 'template', text: cooked(text), at: start }
      return at + 1
    }
    if (source.startsWith('${', at)) {
      text += hole
      at = readOn(source, at + 2, found, true) + 1
    } else {
      const size = source[at] === '\\' ? 2 : 1
      text += source.slice(at, at + size)
      at += size
    }
  }
  throw new Error(`line ${lineOf(source, start)}: a template has no end`)
}

const named: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', '\n': '' }

const cooked = (text: string): string =>
  text.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]+)\}|([\s\S]))/g, (_, x, u, code, one) =>
    one === undefined ? String.fromCodePoint(Number.parseInt(x ?? u ?? code, 16)) : (named[one] ?? one),
  )
