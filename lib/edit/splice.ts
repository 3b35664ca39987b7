import { isRefusal, type Refusal, refuse, sentence } from '../core/failure.ts'
import { fill, holdsReference } from '../core/reference.ts'

/** Replace the characters from `start` up to `end` by `text`. Offsets count in the text before any splice. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What every editor gives: the new text and whether it differs from the old, or why the edits cannot be made. */
export type Edited = { readonly text: string; readonly changed: boolean } | Refusal

/** `splice('abc', [{ start: 1, end: 2, text: 'x' }])` is `'axc'`. Splices that overlap are a bug. */
export function splice(text: string, splices: readonly Splice[]): string {
  const ordered = [...splices].sort((a, b) => a.start - b.start || a.end - b.end)
  let done = 0
  const parts = ordered.map(({ start, end, text: inserted }) => {
    if (start < done || end < start) throw new Error(`splices overlap at ${start}`)
    const kept = text.slice(done, start)
    done = end
    return kept + inserted
  })
  return parts.join('') + text.slice(done)
}

/**
 * What refers to a secret in place of the secret's own characters, where a text has them already, so that no plan holds
 * them: not a byte of the file differs by it.
 */
export function respell(text: string, start: number, end: number, written: string): Splice[] {
  const is = text.slice(start, end)
  if (!holdsReference(written) || is === written || fill(is) !== fill(written)) return []
  return [{ start, end, text: written }]
}

/** `settled` for a text, as most editors have it. */
export function editAll<E>(
  text: string,
  edits: readonly E[],
  apply: (text: string, edit: E) => string | Refusal,
  title: (edit: E) => string,
): Edited {
  const edited = settled(text, edits, apply, title, (a, b) => a === b)
  return isRefusal(edited) ? edited : { text: edited, changed: fill(edited) !== fill(text) }
}

/**
 * Makes the edits one after the other, and refuses an edit, or a list of edits, that a second run would make again:
 * a host would then never be at rest.
 */
export function settled<Whole, E>(
  before: Whole,
  edits: readonly E[],
  apply: (whole: Whole, edit: E) => Whole | Refusal,
  title: (edit: E) => string,
  same: (a: Whole, b: Whole) => boolean,
): Whole | Refusal {
  let edited = before
  for (const edit of edits) {
    const once = apply(edited, edit)
    if (isRefusal(once)) return once
    if (same(once, edited)) continue
    const twice = apply(once, edit)
    if (isRefusal(twice) || !same(twice, once)) return unstable(title(edit), twice)
    edited = once
  }
  // Where no edit has changed anything, each has been made on the whole as it is.
  if (edited === before) return before
  let again = edited
  for (const edit of edits) {
    const next = apply(again, edit)
    if (isRefusal(next)) return unstable(`the edits together, at ${title(edit)}`, next)
    again = next
  }
  return same(again, edited) ? edited : unstable('the edits together', again)
}

function unstable(what: string, second: unknown): Refusal {
  const why = isRefusal(second)
    ? `would be refused when made again (${sentence(second)})`
    : 'would change the text again'
  return refuse(`${what} ${why}`, 'word it so that the result no longer asks for the edit')
}

/** `position('a\nbc', 3)` is `'line 2, column 2'`. */
export function position(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const lines = before.split(/\r\n|\r|\n/)
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`
}

/** The line end that a new line at `offset` should have: that of the line before, else of the line after, else `\n`. */
export function lineEndAt(text: string, offset: number): string {
  const before = offset === 0 ? -1 : text.lastIndexOf('\n', offset - 1)
  const at = before < 0 ? text.indexOf('\n', offset) : before
  if (at < 0) return '\n'
  return text[at - 1] === '\r' && (before >= 0 || at > offset) ? '\r\n' : '\n'
}

const mark = '\uFEFF'

/** The byte order mark of a text, and the text without it: no pattern or parser should meet it. */
export const splitMark = (text: string): readonly [string, string] =>
  text.startsWith(mark) ? [mark, text.slice(1)] : ['', text]
