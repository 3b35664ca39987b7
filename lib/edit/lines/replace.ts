import { refer } from '../../core/reference.ts'
import { splice } from '../splice.ts'
import { type Pattern, regexp } from './pattern.ts'
import { parts, type Words } from './words.ts'

/** Replaces all matches, or the first few. `$1` and `$<name>` stand for groups, but never in a secret. */
export function replace(text: string, pattern: Pattern, words: Words, count: number | undefined): string {
  const replacement = parts(words)
    .map((part) => (typeof part === 'string' ? part : refer(part)))
    .join('')
  if (count === undefined) return text.replace(regexp(pattern, 'g'), replacement)
  const matches = [...text.matchAll(regexp(pattern, 'g'))].slice(0, count)
  const once = regexp(pattern, 'y')
  const splices = matches.map(({ 0: match, index }) => {
    // A sticky expression replaces just this match, and its look-arounds still see the whole text.
    once.lastIndex = index
    const replaced = text.replace(once, replacement)
    const kept = text.length - index - match.length
    return { start: index, end: index + match.length, text: replaced.slice(index, replaced.length - kept) }
  })
  return splice(text, splices)
}
