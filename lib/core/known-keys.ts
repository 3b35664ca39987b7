/**
 * The keys that a schema knows at a path, where its library says: valibot's `entries`, zod's and others' `shape`; items of
 * arrays and the members of a union are looked into. Undefined: it cannot be told.
 */
export function knownKeys(schema: unknown, path: readonly string[]): string[] | undefined {
  const [first, ...rest] = path
  if (first === undefined) {
    const known = entriesOf(schema)
    return known.length > 0 ? [...new Set(known.flatMap((entries) => Object.keys(entries)))] : undefined
  }
  const inner = /^\d+$/.test(first) ? itemsOf(schema) : entriesOf(schema).flatMap((entries) => member(entries, first))
  const known = inner.flatMap((one) => knownKeys(one, rest) ?? [])
  return known.length > 0 ? [...new Set(known)] : undefined
}

function entriesOf(schema: unknown): object[] {
  if (!isObject(schema)) return []
  for (const name of ['entries', 'shape']) {
    const entries: unknown = Reflect.get(schema, name)
    if (isObject(entries) && !Array.isArray(entries)) return [entries]
  }
  return within(schema).flatMap(entriesOf)
}

function itemsOf(schema: unknown): unknown[] {
  if (!isObject(schema)) return []
  return [...member(schema, 'item'), ...within(schema).flatMap(itemsOf)]
}

/** What an optional or nullable wraps, and the members of a union. */
function within(schema: object): unknown[] {
  const options: unknown = Reflect.get(schema, 'options')
  return [...member(schema, 'wrapped'), ...(Array.isArray(options) ? options : [])]
}

const member = (from: object, key: string): unknown[] => (Object.hasOwn(from, key) ? [Reflect.get(from, key)] : [])

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
