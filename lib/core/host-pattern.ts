import { literalPattern } from './literal-pattern.ts'

/**
 * The names that a pattern picks, in their own order: names, groups or globs (`*`, `?`, `[a-c]`, `[!a]`) with commas or
 * colons between them; `!` leaves out; `all` is every name. Leaving out alone starts from all. A part that is neither
 * a name nor a group, nor matches any, is given back: it is most likely a slip.
 *
 * @example matchNames('is*,!is3', ['is1', 'is2', 'is3', 'db'], {}) // ['is1', 'is2']
 */
export function matchNames(
  pattern: string,
  names: readonly string[],
  groups: Readonly<Record<string, readonly string[]>>,
): string[] | { readonly unmatched: string } {
  const chosen = new Set<string>()
  const excluded = new Set<string>()
  const terms = split(pattern, names)
  const isExclusion = (term: string) => term.startsWith('!') && !names.includes(term)
  for (const term of terms) {
    const out = isExclusion(term)
    const found = members(out ? term.slice(1).trim() : term, names, groups)
    if (found === undefined) return { unmatched: term }
    for (const name of found) (out ? excluded : chosen).add(name)
  }
  const only = terms.every(isExclusion) ? names : names.filter((name) => chosen.has(name))
  return only.filter((name) => !excluded.has(name))
}

/** A name may hold a colon itself, as an IPv6 address does. */
const split = (pattern: string, names: readonly string[]): string[] =>
  pattern
    .split(',')
    .map((part) => part.trim())
    .flatMap((part) => (names.includes(part.replace(/^!/, '')) ? [part] : part.split(':')))
    .map((part) => part.trim())

function members(
  term: string,
  names: readonly string[],
  groups: Readonly<Record<string, readonly string[]>>,
): readonly string[] | undefined {
  const glob = expression(term)
  const lists = Object.entries(groups).flatMap(([group, hosts]) => (glob.test(group) ? [hosts] : []))
  const found = names.filter((name) => glob.test(name))
  if (found.length === 0 && lists.length === 0) return term === 'all' ? names : undefined
  return [...found, ...lists.flat()]
}

function expression(glob: string): RegExp {
  const source = glob.replace(/\[!?[^\]]+\]|[\s\S]/g, (part) => {
    if (part === '*') return '.*'
    if (part === '?') return '.'
    if (part.length === 1) return literalPattern(part)
    return `[${part
      .slice(1, -1)
      .replace(/[\\^[\]]/g, '\\$&')
      .replace(/^!/, '^')}]`
  })
  try {
    return new RegExp(`^${source}$`, 's')
  } catch {
    // A range such as [9-1] has no members.
    return /(?!)/
  }
}
