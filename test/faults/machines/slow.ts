import * as assert from 'uvu/assert'
import { startMachine } from '../../support/machines/machines.ts'
import { playOn } from '../../tasks/one-play.ts'
import type { Progress } from '../progress.ts'
import { files, leftOn, numbers, words } from './numbered.ts'

/** Ways to a host that are long and lose packets, there and back: milliseconds, and of a hundred packets so many. */
const ways = [
  { delay: 50, loss: 1 },
  { delay: 150, loss: 1 },
  { delay: 300, loss: 1 },
  { delay: 100, loss: 5 },
] as const

/** A host behind a slow network: what an apply leaves there is what it leaves on any other, and a second run finds it at rest. */
export async function trySlow(runs: number, _: number, progress: Progress, until?: AbortSignal): Promise<object> {
  const { machine, stop } = await startMachine()
  const right: string[] = []
  try {
    await machine.sh('mkdir -p /srv/data')
    const card = (await machine.sh("ip -o -4 addr show to 10.0.2.15 | awk '{print $2}'")).trim()
    for (const { delay, loss } of ways.slice(0, runs)) {
      if (until?.aborted) break
      progress({ delay, loss })
      const word = `slow${delay}-${loss}`
      // What arrives is delayed and lost as well: it goes through a card of its own.
      await machine.sh(`modprobe sch_netem; modprobe ifb numifbs=1; ip link set ifb0 up
tc qdisc replace dev ${card} root netem delay ${delay}ms loss ${loss}%
tc qdisc add dev ${card} handle ffff: ingress 2>/dev/null
tc filter replace dev ${card} parent ffff: protocol ip u32 match u32 0 0 action mirred egress redirect dev ifb0
tc qdisc replace dev ifb0 root netem delay ${delay}ms loss ${loss}%; tc qdisc show | grep -c netem | grep -x 2`)
      const first = await playOn(machine.spec(), files(word))
      assert.equal([...new Set(first.statuses)], ['changed'], first.reasons)
      assert.equal([...new Set((await words(machine, [word])).values())], [word])
      assert.is((await words(machine, [word])).size, numbers.length)
      const second = await playOn(machine.spec(), files(word))
      assert.equal([...new Set(second.statuses)], ['ok'], second.reasons)
      assert.is(await leftOn(machine), '')
      right.push(`${delay} ms and ${loss} %`)
    }
    return { right: right.length, of: right.join('; ') }
  } finally {
    await stop()
  }
}
