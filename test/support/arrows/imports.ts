import { join } from 'node:path/posix'
import { lineOf, type Token, tokens } from './tokens.ts'

/** Sources by their path from the root of the repository. */
export type Sources = ReadonlyMap<string, string>

export interface Import {
  readonly line: number
  /** What it names; undefined where only a run can tell. */
  readonly names: string | undefined
  /** The path of the file, where it names one of ours. */
  readonly file?: string
}

/** All that a source takes from elsewhere: types, what is passed on, and what is loaded later are no exception. */
export function importsOf(path: string, source: string): Import[] {
  const all = tokens(source)
  return all.flatMap(({ kind, text, at }, index) => {
    const found = (names: string | undefined): Import => ({
      line: lineOf(source, at),
      names,
      ...(names?.startsWith('.') ? { file: join(path, '..', names) } : {}),
    })
    if (kind === 'reference') return [found(text)]
    if (kind !== 'word' || isMember(all, index)) return []
    if (text === 'require') return [found(called(all, index))]
    if (text === 'import' && all[index + 1]?.text === '(') return [found(called(all, index))]
    if (text === 'import' && all[index + 1]?.kind === 'string') return [found(all[index + 1]?.text)]
    if (text === 'import' || (text === 'export' && passesOn(all, index))) return named(all, index).map(found)
    return []
  })
}

/** A member's name, or the key of one, is no word of the language and no global. */
export function isMember(all: readonly Token[], index: number): boolean {
  const [before, own, next, further] = [all[index - 1], all[index], all[index + 1], all[index + 2]]
  if (before?.text === '.' || before?.text === '?.') return true
  if (own === undefined || next?.at !== own.at + own.text.length || before?.text === 'case') return false
  // The formatter keeps a blank before the colon of a condition, and none before that of a key.
  return next.text === ':' || (next.text === '?' && further?.text === ':' && further.at === next.at + 1)
}

const passesOn = (all: readonly Token[], index: number): boolean =>
  /^[*{]$/.test(all[index + (all[index + 1]?.text === 'type' ? 2 : 1)]?.text ?? '')

/** The first argument of a call, where it is written out: what a template inserts stands before the next sign. */
function called(all: readonly Token[], index: number): string | undefined {
  const [open, what, after] = all.slice(index + 1)
  const isWritten = what?.kind === 'string' || what?.kind === 'template'
  return open?.text === '(' && isWritten && /^[),]$/.test(after?.text ?? '') ? what.text : undefined
}

/** What stands after `from`. */
function named(all: readonly Token[], start: number): string[] {
  for (let at = start + 1; at < all.length; at++) {
    const { kind, text } = all[at] ?? { kind: 'sign', text: '' }
    if (kind === 'string' && all[at - 1]?.text === 'from') return [text]
    if (kind === 'sign' && !/^[*{},]$/.test(text)) return []
    if (text === '}' && all[at + 1]?.text !== 'from') return []
  }
  return []
}
