/**
 * What has the same key, together, in the order in which each key is first met; what has none is left out.
 *
 * @example grouped(['a1', 'b1', 'a2'], (one) => one[0]) // Map { 'a' => ['a1', 'a2'], 'b' => ['b1'] }
 */
export function grouped<One>(all: readonly One[], keyOf: (one: One) => string | undefined): Map<string, One[]> {
  const found = new Map<string, One[]>()
  for (const one of all) {
    const key = keyOf(one)
    if (key === undefined) continue
    const same = found.get(key)
    if (same === undefined) found.set(key, [one])
    else same.push(one)
  }
  return found
}

/** Runs of neighbours that are alike: their order stays. */
export function neighbours<One>(all: readonly One[], keyOf: (one: One) => string): One[][] {
  const found: One[][] = []
  for (const one of all) {
    const last = found.at(-1)
    if (last?.[0] !== undefined && keyOf(last[0]) === keyOf(one)) last.push(one)
    else found.push([one])
  }
  return found
}
