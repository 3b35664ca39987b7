import { type Rule, value } from './keys.ts'

/** A number of hosts, or a share of those of a play, as in `'30%'`. */
export type Share = number | `${number}%`

/** How many hosts of a play at a time: of each wave, or of each in turn, the last of them again and again. */
export type Serial = Share | readonly Share[]

/**
 * The hosts of a play in waves, each of which waits for the one before. Without `serial` all are one. A share is rounded
 * down, and is one host at least.
 *
 * @example waves(['a', 'b', 'c', 'd'], [1, '50%']) // [['a'], ['b', 'c'], ['d']]
 */
export function waves<Host>(hosts: readonly Host[], serial: Serial | undefined): (readonly Host[])[] {
  if (serial === undefined) return [hosts]
  const shares = typeof serial === 'object' ? serial : [serial]
  const found: (readonly Host[])[] = []
  for (let at = 0; at < hosts.length; ) {
    const share = shares[Math.min(found.length, shares.length - 1)] ?? hosts.length
    const size = typeof share === 'number' ? share : Math.max(1, Math.floor(countOf(share, hosts.length)))
    found.push(hosts.slice(at, at + size))
    at += size
  }
  return found
}

/** Whether so many failures of so many hosts are more than may be. */
export const isTooMany = (failed: number, hosts: number, most: Share): boolean =>
  failed > (typeof most === 'number' ? most : countOf(most, hosts))

const countOf = (share: `${number}%`, of: number): number => (Number.parseFloat(share) * of) / 100

/** `2`, or `2, then 30%`. */
export const serialWords = (serial: Serial): string =>
  typeof serial === 'object' ? serial.map(String).join(', then ') : String(serial)

const isShare = (found: unknown, least: number): boolean => {
  if (typeof found === 'number') return Number.isInteger(found) && found >= least
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(String(found)) ?? []
  return typeof found === 'string' && percent !== undefined && Number(percent) >= least && Number(percent) <= 100
}

export const serialRule: Rule = value(
  "a whole number from 1 up, a share as in '30%', or a list of these",
  (found) => (Array.isArray(found) ? found : [found]).every((one) => isShare(one, 1)) && String(found) !== '',
)

export const maxFailRule: Rule = value("a whole number from 0 up, or a share as in '30%'", (found) => isShare(found, 0))
