import { isAtLeast, type Version } from '../product.ts'

/** What holds from a version on, until the next row. A version that changes nothing needs no row. */
export type Since<What> = readonly (readonly [since: Version, what: What])[]

/**
 * What holds for a version: the last row that is not later.
 *
 * @example heldBy([['5.3.0', 'site.json'], ['5.10.0', 'deployment.toml']], '5.11.0')
 */
export function heldBy<What>(rows: Since<What>, version: Version): What {
  const found = rows.findLast(([since]) => isAtLeast(version, since))
  if (found === undefined) throw new Error(`no row for ${version}`)
  return found[1]
}
