/** Each text inside a value, however deep, with the path that leads to it: `[['edits.0.value', 'x']]`. */
export function textsIn(value: unknown, path: readonly string[] = [], seen = new Set<unknown>()): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]]
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || seen.has(value)) return []
  seen.add(value)
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key], seen))
}
