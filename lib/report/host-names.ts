import { literalPattern } from '../core/literal-pattern.ts'

/** Where a text has the name of a host, as a word of its own. `nameOf('web1')` finds none in `web12` and `my-web1`. */
export const nameOf = (host: string): RegExp => new RegExp(`(?<![\\w-])${literalPattern(host)}(?![\\w-])`, 'g')

/** So many hosts are named each. */
const named = 6

/** Fewer are named, however long their names are. */
const fewest = 3

/** `is1 is2`, or how many where their names would fill the screen, or more than the `room` of a line. */
export function hostNames(names: readonly string[], all: number, room = 80): string {
  const fits = (text: string) => text.length <= room
  if (names.length <= fewest || (names.length <= named && fits(names.join(' ')))) return names.join(' ')
  if (names.length === all) return `all ${all} hosts`
  const shortened = (count: number) => `${names.slice(0, count).join(' ')} and ${names.length - count} more`
  return [4, 3, 2].map(shortened).find(fits) ?? shortened(1)
}
