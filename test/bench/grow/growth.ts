/** How the time of something grows with one number. */
export interface Curve {
  readonly what: string
  /** What the number counts. */
  readonly x: string
  readonly points: readonly (readonly [x: number, seconds: number])[]
}

/** Curves of which others speak, by name. */
export const smallFiles = 'small files made on one host'
export const uploadBySsh = 'upload by SSH'
export const uploadByScp = 'the same by scp'

export interface Growth {
  readonly curves: readonly Curve[]
  readonly largeXml: Heavy
  readonly manyLines: Heavy
}

/** What a process of its own has taken for one heavy thing. */
export interface Heavy {
  readonly seconds: number
  /** The most memory that the process had, start of Node included. */
  readonly megabytes: number
}

/**
 * The power of the number with which the time grows, between the two largest: 1 is linear, 2 quadratic. Undefined where
 * there are not two.
 */
export function exponent({ points }: Curve): number | undefined {
  const [before, last] = points.slice(-2)
  if (before === undefined || last === undefined) return undefined
  return Math.log(last[1] / before[1]) / Math.log(last[0] / before[0])
}
