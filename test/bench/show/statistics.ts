/** The middle of some numbers; of an even count the mean of the two in the middle. Undefined for none. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

/** From the least to the most, in parts of the median: 0.1 means that all lie within a tenth of it. Undefined for fewer than two. */
export function spread(numbers: readonly number[]): number | undefined {
  const middle = median(numbers)
  if (numbers.length < 2 || middle === undefined || middle === 0) return undefined
  return (Math.max(...numbers) - Math.min(...numbers)) / middle
}

/** How many times as much, where both are known. */
export const ratio = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined || b === 0 ? undefined : a / b
