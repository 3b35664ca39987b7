/** Something measured. */
export interface Figure {
  readonly what: string
  readonly figure: number
  /** What it should be, in words. */
  readonly bound: string
  readonly isKept?: boolean
}

export type Figures = AsyncGenerator<Figure>

export const below = (what: string, figure: number, limit: number): Figure => ({
  what,
  figure,
  bound: `below ${limit}`,
  isKept: figure < limit,
})

export const atMost = (what: string, figure: number, limit: number): Figure => ({
  what,
  figure,
  bound: `at most ${limit}`,
  isKept: figure <= limit,
})

/** How many seconds something takes. */
export async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}
