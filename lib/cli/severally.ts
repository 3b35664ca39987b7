/** Does a piece of work with each, so many at a time; what came of it, in their order. */
export async function severally<One, Found>(
  all: readonly One[],
  atOnce: number,
  work: (one: One) => Promise<Found>,
): Promise<Found[]> {
  const found: Found[] = []
  const queue = [...all.entries()]
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) found[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return found
}
