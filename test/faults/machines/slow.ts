import * as assert from 'uvu/assert'
import { play } from '../../../lib/core/playbook.ts'
import type { Machine } from '../../support/machines/machine.ts'
import { startMachine } from '../../support/machines/machines.ts'
import { runOn } from '../../support/runs.ts'
import type { Progress } from '../progress.ts'
import { files, leftOn, numbers, words } from './numbered.ts'

/** Ways to a host that are long and lose packets, there and back: milliseconds, and of a hundred packets so many. */
const ways = [
  { delay: 50, loss: 1 },
  { delay: 150, loss: 1 },
  { delay: 300, loss: 1 },
  { delay: 100, loss: 2 },
] as const

/**
 * A host behind a slow network: what an apply leaves there is what it leaves on any other, and a second run finds it at rest. Where a
 * connection is lost on such a way, that is told, and the next run goes on.
 */
export async function trySlow(runs: number, _: number, progress: Progress, until?: AbortSignal): Promise<object> {
  const { machine, stop } = await startMachine()
  const right: string[] = []
  const lost = { runs: 0 }
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
      const first = await throughRun(machine, word, lost)
      assert.ok(first.includes('changed') || lost.runs > 0, first.join())
      assert.equal([...new Set((await words(machine, [word])).values())], [word])
      assert.is((await words(machine, [word])).size, numbers.length)
      assert.equal(await throughRun(machine, word, lost), ['ok'])
      assert.is(await leftOn(machine), '')
      right.push(`${delay} ms and ${loss} %`)
    }
    return { right: right.length, lost: lost.runs, of: right.join('; ') }
  } finally {
    await stop()
  }
}

/** How steps ended in the first run that got through. */
async function throughRun(machine: Machine, word: string, lost: { runs: number }): Promise<string[]> {
  for (let tried = 0; tried < 10; tried++) {
    const { steps, unreachable } = await runOn({ a: machine.spec() }, (inventory) => [
      play('p', inventory.group('all'), () => files(word)),
    ])
    const ended = [...new Set(steps('a'))]
    if (unreachable.length === 0) {
      assert.ok(
        ended.every((one) => one === 'ok' || one === 'changed'),
        ended.join('\n'),
      )
      return ended
    }
    assert.match(unreachable.join(), /was lost|no answer/)
    lost.runs++
  }
  throw new Error('no run got through')
}
