import type { Read } from '../../edit/toml/tomllib.ts'
import type { Wanted } from '../toml-options/toml-option.ts'

/** Each value by its dotted path, with what is wanted in its place. */
export function flat(read: Read | undefined, wanted: Wanted = {}): Record<string, string | undefined> {
  const found: Record<string, string | undefined> = {}
  const walk = (at: string, one: Read | undefined): void => {
    if (typeof one === 'string') found[at] = one
    else if (Array.isArray(one) && one.every((item) => typeof item === 'string')) found[at] = one.join(', ')
    else
      for (const [key, inner] of Object.entries(one ?? {}))
        walk(`${at}${at === '' ? '' : '.'}${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)}`, inner)
  }
  walk('', read)
  for (const [key, value] of Object.entries(wanted)) {
    if (value === undefined) delete found[key]
    else found[key] = Array.isArray(value) ? value.map((one) => `str ${one}`).join(', ') : typed(value)
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const typed = (value: unknown): string =>
  typeof value === 'boolean'
    ? `bool ${value ? 'True' : 'False'}`
    : `${typeof value === 'number' ? 'int' : 'str'} ${value}`
