import { createHash } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import { command, file } from '../../tasks/index.ts'
import { startMachine } from '../support/machines/machines.ts'
import { runOn } from '../support/runs.ts'
import { playOn } from '../tasks/one-play.ts'

const { machine, stop } = await startMachine()
const spec = machine.spec()
const test = suite('power that is cut in the middle of an apply')
test.after(stop)

const numbers = Array.from({ length: 60 }, (_, at) => at)
const textOf = (word: string, at: number) => `${word} ${at}\n`.repeat(500)

/** Ten at a time: what lies between two commands takes its place at once. */
const files = (word: string) =>
  numbers.flatMap((at) => [
    file({ path: `/srv/data/${at}`, text: textOf(word, at) }),
    ...(at % 10 === 9 ? [command({ script: `touch /srv/${word}-${at}`, creates: `/srv/${word}-${at}` })] : []),
  ])

/** What is in each file: the word it was written by; anything else is torn. */
async function words(known: readonly string[]): Promise<Map<number, string>> {
  const said = await machine.sh('cd /srv/data && for f in *; do echo "$f $(sha1sum <"$f")"; done')
  const sums = known.map((word) => numbers.map((at) => createHash('sha1').update(textOf(word, at)).digest('hex')))
  return new Map(
    said
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', sum = ''] = line.split(' ')
        const at = sums.findIndex((those) => those[Number(name)] === sum)
        return [Number(name), known[at] ?? `torn ${name}`]
      }),
  )
}

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
    const found = await words([old, wanted])
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
    assert.equal([...new Set((await words([wanted])).values())], [wanted])
    const left = await machine.sh("find /srv /var/tmp -name '.runbook*' -not -name .runbook-lock")
    assert.is(left, '', 'nothing of the run that died is left')
  })

test.run()
