import { createHash } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import { file } from '../../tasks/index.ts'
import { startMachine } from '../support/machines/machines.ts'
import { runOn } from '../support/runs.ts'
import { playOn } from '../tasks/one-play.ts'

const { machine, stop } = await startMachine()
const spec = machine.spec()
const test = suite('power that is cut in the middle of an apply')
test.after(stop)

const numbers = Array.from({ length: 60 }, (_, at) => at)
const textOf = (word: string, at: number) => `${word} ${at}\n`.repeat(500)
const files = (word: string) => numbers.map((at) => file({ path: `/srv/data/${at}`, text: textOf(word, at) }))

/** What is in each file, by the number of its word; anything else is torn. */
async function words(known: readonly string[]): Promise<string[]> {
  const said = await machine.sh('cd /srv/data && for f in *; do echo "$f $(sha1sum <"$f")"; done')
  const sums = known.map((word) => numbers.map((at) => createHash('sha1').update(textOf(word, at)).digest('hex')))
  return said
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', sum = ''] = line.split(' ')
      const at = sums.findIndex((those) => those[Number(name)] === sum)
      return known[at] ?? `torn ${name}`
    })
}

for (const after of [5, 40])
  test(`after ${after} of ${numbers.length} files: each is old or new, and the next run goes on from there`, async () => {
    const [old, wanted] = [`old${after}`, `new${after}`]
    await machine.sh('mkdir -p /srv/data')
    await playOn(spec, files(old))
    await machine.sh('sync')
    let changed = 0
    let cut: Promise<void> | undefined
    const { unreachable } = await runOn(
      { a: spec },
      (inventory) => [play('change', inventory.group('all'), () => files(wanted))],
      {
        emit: (event) => {
          if (event.type === 'step' && event.status === 'changed' && ++changed === after) cut = machine.cut()
        },
      },
    )
    await cut
    assert.is(unreachable.length, 1)
    await machine.boot()
    const found = await words([old, wanted])
    assert.is(found.length, numbers.length)
    assert.equal([...new Set(found)].sort(), [wanted, old].sort(), 'none is torn, and the cut fell in the middle')
    const next = await playOn(spec, files(wanted))
    assert.not.ok(next.statuses.includes('failed'), next.reasons)
    assert.is(next.summary.changed, found.filter((word) => word === old).length)
    assert.equal([...new Set(await words([wanted]))], [wanted])
  })

test.run()
