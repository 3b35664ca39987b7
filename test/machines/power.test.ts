import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import { files, leftOn, numbers, words } from '../faults/machines/numbered.ts'
import { startMachine } from '../support/machines/machines.ts'
import { runOn } from '../support/runs.ts'
import { playOn } from '../tasks/one-play.ts'

const { machine, stop } = await startMachine()
const spec = machine.spec()
const test = suite('power that is cut in the middle of an apply')
test.after(stop)

for (const after of [5, 35])
  test(`after ${after} of ${numbers.length} files: each is old or new, what was told is there, and the next run goes on`, async () => {
    const [old, wanted] = [`old${after}`, `new${after}`]
    await machine.sh('mkdir -p /srv/data')
    await playOn(spec, files(old))
    await machine.sh('sync')
    const told = new Set<number>()
    let cut: Promise<void> | undefined
    const { unreachable } = await runOn(
      { a: spec },
      (inventory) => [play('change', inventory.group('all'), () => files(wanted))],
      {
        emit: (event) => {
          const number = event.type === 'step' && event.status === 'changed' && /data\/(\d+)/.exec(event.title)?.[1]
          if (number) told.add(Number(number))
          if (told.size === after) cut ??= machine.cut()
        },
      },
    )
    await cut
    assert.is(unreachable.length, 1)
    await machine.boot()
    const found = await words(machine, [old, wanted])
    assert.equal(
      [...new Set(found.values())].sort(),
      [wanted, old].sort(),
      'none is torn, and the cut fell in the middle',
    )
    assert.is(found.size, numbers.length)
    assert.equal(
      [...told].filter((at) => found.get(at) !== wanted),
      [],
      'what was told as changed is on the disk',
    )
    const next = await playOn(spec, files(wanted))
    assert.not.ok(next.statuses.includes('failed'), next.reasons)
    assert.equal([...new Set((await words(machine, [wanted])).values())], [wanted])
    assert.is(await leftOn(machine), '', 'nothing of the run that died is left')
  })

test.run()
