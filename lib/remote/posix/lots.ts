/** Bytes of arguments that one program is given: hosts take 128 KB in all at the least, much of which is the environment. */
const most = 64 * 1024

/** Words in lots that one program takes each: no list is so long that it could not be given to any. */
export function lots<One>(all: readonly One[], textOf: (one: One) => string): One[][] {
  const found: One[][] = []
  let room = 0
  for (const one of all) {
    const bytes = Buffer.byteLength(textOf(one)) + 1
    const last = found.at(-1)
    if (last === undefined || bytes > room) {
      found.push([one])
      room = most - bytes
      continue
    }
    last.push(one)
    room -= bytes
  }
  return found
}

/** The same command for each lot of words: it succeeds where each does. */
export const inLots = (words: readonly string[], commandOf: (words: string) => string): string[] =>
  lots(words, (word) => word).map((lot) => commandOf(lot.join(' ')))

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
