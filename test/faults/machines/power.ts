import * as assert from 'uvu/assert'
import { play } from '../../../lib/core/playbook.ts'
import { generator } from '../../edit/random.ts'
import type { Machine } from '../../support/machines/machine.ts'
import { startMachine } from '../../support/machines/machines.ts'
import { runOn } from '../../support/runs.ts'
import { playOn } from '../../tasks/one-play.ts'
import type { Progress } from '../progress.ts'
import { files, leftOn, numbers, words } from './numbered.ts'

/**
 * The power of a whole machine is cut at random instants between the first and the last write of an apply: after the boot
 * each file is old or new and whole, what was told as changed is on the disk, and the next run does the rest and leaves
 * nothing of the one that died. `before`, `between`, `after`: none, some or all of the files were new.
 */
export async function tryPower(cuts: number, seed: number, progress: Progress, until?: AbortSignal): Promise<object> {
  const random = generator(seed)
  const { machine, stop } = await startMachine()
  const found = { before: 0, between: 0, after: 0, late: 0, told: 0 }
  try {
    await machine.sh('mkdir -p /srv/data')
    await playOn(machine.spec(), files('first'))
    let [old, longest] = ['second', await timeOf(machine, 'second')]
    for (
      let nth = 0;
      found.before + found.between + found.after < cuts && found.late < cuts && !until?.aborted;
      nth++
    ) {
      const after = Math.floor((longest * random(1000)) / 1000)
      progress({ cut: nth, milliseconds: after })
      await machine.sh('sync')
      const wanted = `new${nth}`
      const where = await tryOne(machine, { old, wanted, after })
      if (where === 'late') longest = Math.floor(longest * 0.9)
      found[where === 'late' ? 'late' : where.fell]++
      found.told += where === 'late' ? 0 : where.told
      old = wanted
    }
    return { ...found, of: cuts }
  } finally {
    await stop()
  }
}

/** Milliseconds from the first write of a run to its last. */
async function timeOf(machine: Machine, word: string): Promise<number> {
  const at = { applying: 0, confirming: 0 }
  await runOn({ a: machine.spec() }, (inventory) => [play('p', inventory.group('all'), () => files(word))], {
    emit: (event) => {
      if (event.type === 'host' && (event.phase === 'applying' || event.phase === 'confirming'))
        at[event.phase] = performance.now()
    },
  })
  return at.confirming - at.applying
}

interface Cut {
  readonly old: string
  readonly wanted: string
  /** Milliseconds from the first write. */
  readonly after: number
}

type Fell = 'before' | 'between' | 'after'

/** Cuts the power in the middle of a run: what it was then, and how many files had been told as changed. */
async function tryOne(
  machine: Machine,
  { old, wanted, after }: Cut,
): Promise<'late' | { readonly fell: Fell; readonly told: number }> {
  const told = new Set<number>()
  let isWritten = false
  let cut: Promise<boolean> | undefined
  const { unreachable } = await runOn(
    { a: machine.spec() },
    (inventory) => [play('change', inventory.group('all'), () => files(wanted))],
    {
      emit: (event) => {
        if (event.type === 'host' && event.phase === 'applying') cut ??= cutIn(machine, after, () => isWritten)
        if (event.type === 'host' && event.phase === 'confirming') isWritten = true
        const number = event.type === 'step' && event.status === 'changed' && /data\/(\d+)/.exec(event.title)?.[1]
        if (number) told.add(Number(number))
      },
    },
  )
  if (!(await cut)) {
    assert.equal(unreachable, [])
    return 'late'
  }
  assert.is(unreachable.length, 1)
  await machine.boot()
  const there = await words(machine, [old, wanted])
  const strange = [...there].filter(([, word]) => word !== old && word !== wanted)
  assert.equal(strange, [], 'none is torn')
  assert.is(there.size, numbers.length, 'none is lost')
  const lost = [...told].filter((at) => there.get(at) !== wanted)
  assert.equal(lost, [], 'what was told as changed is on the disk')
  const next = await playOn(machine.spec(), files(wanted))
  assert.not.ok(next.statuses.includes('failed') || next.statuses.includes('refused'), next.reasons)
  assert.equal([...new Set((await words(machine, [wanted])).values())], [wanted])
  const left = await leftOn(machine)
  assert.is(left, '', `of the run that died is left: ${left && (await machine.sh(around))}`)
  const kinds = new Set(there.values())
  return { fell: kinds.size > 1 ? 'between' : kinds.has(old) ? 'before' : 'after', told: told.size }
}

/** What tells whose something is. */
const around = `uptime; ls -la --full-time /var/tmp /var/lib/runbook/journal; tail -n 3 /var/lib/runbook/journal/*/log; ps -eo pid,lstart,args`

/** Whether it was still writing when the power went. */
function cutIn(machine: Machine, milliseconds: number, isWritten: () => boolean): Promise<boolean> {
  return new Promise((resolve, reject) =>
    setTimeout(() => {
      if (isWritten()) resolve(false)
      else machine.cut().then(() => resolve(true), reject)
    }, milliseconds),
  )
}
