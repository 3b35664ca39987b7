import { literalPattern } from './literal-pattern.ts'
import { segments } from './paths.ts'

/** Which entries of an archive are wanted, and how much of their paths. */
export interface Choice {
  /** Leading path segments to leave out. Default: 0. */
  readonly strip?: number | undefined
  /** Patterns of the paths that are left; none: all. */
  readonly include?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  /** Only what is at these very paths. */
  readonly only?: readonly string[] | undefined
}

/** What of it is said, as a plan holds it: no key without a value. */
export const choiceOf = ({ strip = 0, include, exclude = [] }: Choice): Choice => ({
  ...(strip === 0 ? {} : { strip }),
  ...(include === undefined ? {} : { include }),
  ...(exclude.length === 0 ? {} : { exclude }),
})

/**
 * The entries that are wanted, with the paths that they get: the prediction and the host are given the same list.
 *
 * @example chosenEntries(entries, { strip: 1, include: ['conf'], exclude: ['**' + '/*.bak'] })
 */
export function chosenEntries<Entry extends { readonly path: string }>(
  entries: readonly Entry[],
  { strip = 0, include, exclude = [], only }: Choice,
): { readonly entry: Entry; readonly path: string }[] {
  const wanted = include?.map(expression)
  const unwanted = exclude.map(expression)
  const named = only && new Set(only)
  return entries.flatMap((entry) => {
    const path = segments(entry.path).slice(strip).join('/')
    const taken = path !== '' && (named?.has(path) ?? true) && (wanted?.some((one) => one.test(path)) ?? true)
    return taken && !unwanted.some((one) => one.test(path)) ? [{ entry, path }] : []
  })
}

interface Placed {
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink'
}

/**
 * Two entries that cannot both be unpacked: one below another that is no folder, or two kinds of one name. What lies below
 * a link would be written to wherever that leads.
 */
export function clashOf(entries: readonly Placed[]): readonly [path: string, other: Placed] | undefined {
  const byPath = new Map<string, Placed>()
  for (const entry of entries) {
    const other = byPath.get(entry.path)
    if (other && other.type !== entry.type) return [entry.path, other]
    byPath.set(entry.path, entry)
  }
  for (const path of byPath.keys()) {
    const parts = path.split('/')
    const folders = parts.slice(1).map((_, index) => byPath.get(parts.slice(0, index + 1).join('/')))
    const other = folders.find((folder) => folder !== undefined && folder.type !== 'directory')
    if (other) return [path, other]
  }
  return undefined
}

/** Patterns that pick none of these: most likely slips. */
export const pickNothing = (patterns: readonly string[], paths: readonly string[]): string[] =>
  patterns.filter((pattern) => !paths.some((path) => expression(pattern).test(path)))

/** `*` and `?` stay within a name, `**` goes over folders; a folder means all that is in it. */
function expression(pattern: string): RegExp {
  const source = segments(pattern)
    .join('/')
    .replace(/\*\*\/|\*\*|[\s\S]/g, (part) => {
      if (part === '**/') return '(?:.*/)?'
      if (part === '**') return '.*'
      if (part === '*') return '[^/]*'
      return part === '?' ? '[^/]' : literalPattern(part)
    })
  return new RegExp(`^${source}(?:/.*)?$`, 's')
}
