/**
 * The id of a step itself, or else of the nearest one from which it follows, among those that are known; undefined: there is none.
 *
 * @example knownAbove('p/a/given os/file x', new Set(['p/a/given os'])) // 'p/a/given os'
 */
export function knownAbove(id: string, known: { has(id: string): boolean }): string | undefined {
  for (let one = id; ; one = one.slice(0, one.lastIndexOf('/'))) {
    if (known.has(one)) return one
    if (!one.includes('/')) return undefined
  }
}
