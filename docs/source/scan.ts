/** Tokens that matter to find the end of something in TypeScript: comments and strings as a whole, else characters. */
const token = /\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|=>|[\s\S]/g

const depthBy: Readonly<Record<string, number>> = { '(': 1, '[': 1, '{': 1, '<': 1, ')': -1, ']': -1, '}': -1, '>': -1 }

/** The pieces between separators that stand outside of brackets, strings and comments. */
export function split(text: string, separator: string): string[] {
  const pieces = ['']
  let depth = 0
  for (const [found] of text.matchAll(token)) {
    depth += depthBy[found] ?? 0
    if (depth === 0 && found === separator) pieces.push('')
    else pieces[pieces.length - 1] += found
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
}

/** What stands in the brackets that the text begins with, and what follows them. */
export function bracketed(text: string): { readonly inner: string; readonly rest: string } {
  let depth = 0
  for (const { 0: found, index } of text.matchAll(token)) {
    depth += depthBy[found] ?? 0
    if (depth === 0) return { inner: text.slice(1, index), rest: text.slice(index + 1).trim() }
  }
  throw new Error(`a bracket is not closed: ${text}`)
}

/** The statements of a declaration file: one ends in `;`, an interface in its `}`. */
export function statements(text: string): string[] {
  const found: string[] = []
  let depth = 0
  let statement = ''
  for (const [piece] of text.matchAll(token)) {
    depth += depthBy[piece] ?? 0
    statement += piece
    const interfaceEnds = piece === '}' && /^(\s|\/\*[\s\S]*?\*\/)*(export )?(declare )?interface /.test(statement)
    if (depth !== 0 || (piece !== ';' && !interfaceEnds)) continue
    found.push(statement.replace(/;$/, '').trim())
    statement = ''
  }
  return found
}

export interface Doc {
  /** Paragraphs, each on one line. */
  readonly text: string
  readonly examples: readonly string[]
}

/** A doc comment taken off what it stands before. */
export function documented(text: string): { readonly doc: Doc; readonly rest: string } {
  const [whole = '', comments = ''] = /^((?:\s*\/\*[\s\S]*?\*\/)*)\s*/.exec(text) ?? []
  const last = comments.match(/\/\*\*[\s\S]*?\*\//g)?.at(-1) ?? ''
  const lines = last.replace(/^\/\*\*|\*\/$/g, '').replace(/^[ \t]*\* ?/gm, '')
  const [words = '', ...examples] = lines.split(/^[ \t]*@example\b/m)
  const paragraphs = words.split(/\n\s*\n/).map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, ' '))
  return {
    doc: { text: paragraphs.filter(Boolean).join('\n\n'), examples: examples.map((example) => example.trim()) },
    rest: text.slice(whole.length),
  }
}
