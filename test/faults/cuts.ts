import * as assert from 'uvu/assert'
import { generator } from '../edit/random.ts'
import type { Cut } from './cuts/cutting-proxy.ts'
import { arrange, judge } from './cuts/job.ts'
import { openWay, type Way } from './cuts/way.ts'
import type { Progress } from './progress.ts'

/** Bytes behind the login, each of which is tried. */
const each = 2000
/** Random places beside them. */
const random = 500
/** So many cuts side by side: most of the time of each is waiting. */
const atOnce = 8

/**
 * A connection that ends, or says nothing more, after so many bytes of what the host says: each of the first after the login,
 * one before, at and after the end of each piece, and random others. The run ends within the time that it has for a silent
 * host and is told as unreachable or as done; no file is torn; the next run brings the rest.
 */
export async function tryCuts(runs: number, seed: number, progress: Progress, until?: AbortSignal): Promise<object> {
  const below = generator(seed)
  const ways: Way[] = []
  const found = { cut: 0, done: 0 }
  try {
    for (let nth = 0; nth < Math.min(atOnce, Math.ceil(runs / 8)); nth++) ways.push(await openWay())
    const [first] = ways
    if (first === undefined) return found
    const places = await placesOf(first, below)
    const all = { first: each, 'ends of pieces': places.length - each - random, random, of: places.length }
    const chosen = runs >= each ? places : Array.from({ length: runs }, () => places[below(places.length)] ?? 0)
    const left = chosen.map((bytes): Cut => ({ bytes, how: below(8) === 0 ? 'stall' : 'close' }))
    const goOn = async (way: Way) => {
      for (let cut = left.shift(); cut !== undefined && !until?.aborted; cut = left.shift()) {
        progress(cut)
        found[await tryOne(way, cut)]++
      }
    }
    await Promise.all(ways.map(goOn))
    return { ...found, ...all }
  } finally {
    await Promise.all(ways.map(({ end }) => end()))
  }
}

async function placesOf({ work, proxy, run, login }: Way, below: (many: number) => number): Promise<number[]> {
  const after = await login()
  arrange(work)
  proxy.pieces()
  assert.is((await run()).summary.hosts.a?.failed ?? 0, 0)
  let all = 0
  const ends = proxy.pieces().map((size) => (all += size))
  return [
    ...Array.from({ length: each }, (_, n) => after + n),
    ...ends.flatMap((end) => [end - 1, end, end + 1]),
    ...Array.from({ length: random }, () => below(all)),
  ]
}

async function tryOne({ work, proxy, run }: Way, cut: Cut): Promise<'cut' | 'done'> {
  arrange(work)
  proxy.set(cut)
  const { summary, unreachable } = await run()
  proxy.set(undefined)
  assert.not.match(unreachable.join(), /\n {4}at |undefined|\[object/)
  const isDone = unreachable.length === 0
  if (isDone) assert.is(summary.hosts.a?.failed ?? 0, 0)
  judge(work)
  const next = await run('past')
  assert.equal(next.unreachable, [])
  assert.not.ok(
    next.steps('a').some((step) => /failed|refused|skipped/.test(step)),
    next.steps('a').join('\n'),
  )
  judge(work, true)
  return isDone ? 'done' : 'cut'
}
