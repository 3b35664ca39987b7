/** The same pseudo-random numbers for every run: `random(6)` is 0 to 5. */
export type Random = (below: number) => number

export function generator(seed: number): Random {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
