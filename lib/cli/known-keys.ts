/**
 * The keys that a schema knows at a path, where its library says: valibot's `entries`, zod's and others' `shape`.
 * Undefined: it cannot be told.
 */
export function knownKeys(schema: unknown, path: readonly string[]): string[] | undefined {
  const known = entriesOf(schema)
  if (known === undefined) return undefined
  const [first, ...rest] = path
  return first === undefined ? Object.keys(known) : knownKeys(Reflect.get(known, first), rest)
}

function entriesOf(schema: unknown): object | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  for (const name of ['entries', 'shape']) {
    const entries: unknown = Reflect.get(schema, name)
    if (typeof entries === 'object' && entries !== null && !Array.isArray(entries)) return entries
  }
  // An optional or nullable wraps the schema of its value.
  return entriesOf(Reflect.get(schema, 'wrapped'))
}
