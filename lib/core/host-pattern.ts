import { literalPattern } from './literal-pattern.ts'

/**
 * The names that a pattern picks, in their own order: names, groups or globs (`*`, `?`, `[a-c]`, `[!a]`) with commas or
 * colons between them; `!` leaves out, `&` keeps only what is in this, too, wherever they stand; `all` is every name.
 * Without a part that picks, it starts from all. A part that is neither a name nor a group, nor matches any, is given back:
 * it is most likely a slip.
 *
 * @example matchNames('is*,!is3', ['is1', 'is2', 'is3', 'db'], {}) // ['is1', 'is2']
 * @example matchNames('web:&staging', ['web1', 'web2'], { web: ['web1', 'web2'], staging: ['web2'] }) // ['web2']
 */
export function matchNames(
  pattern: string,
  names: readonly string[],
  groups: Readonly<Record<string, readonly string[]>>,
): string[] | { readonly unmatched: string } {
  const found = split(pattern, names).map((term) => {
    const sign = names.includes(term) ? '' : (/^[!&]/.exec(term)?.[0] ?? '')
    return { term, sign, hosts: members(term.slice(sign.length).trim(), names, groups) }
  })
  const unmatched = found.find(({ hosts }) => hosts === undefined)
  if (unmatched) return { unmatched: unmatched.term }
  const signed = (wanted: string) => found.flatMap(({ sign, hosts = [] }) => (sign === wanted ? [hosts] : []))
  const [picked, kept, excluded] = [signed('').flat(), signed('&'), signed('!').flat()]
  const chosen = signed('').length === 0 ? names : names.filter((name) => picked.includes(name))
  return chosen.filter((name) => kept.every((some) => some.includes(name)) && !excluded.includes(name))
}

/** A name may hold a colon itself, as an IPv6 address does. */
const split = (pattern: string, names: readonly string[]): string[] =>
  pattern
    .split(',')
    .map((part) => part.trim())
    .flatMap((part) => (names.includes(part.replace(/^[!&]/, '')) ? [part] : part.split(':')))
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
