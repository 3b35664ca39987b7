import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { NetOperation } from '../../lib/core/net-effect.ts'
import { placeWords, unkeptWords } from '../../lib/core/place-words.ts'
import type { PlannedOperation } from '../../lib/core/plan-operation.ts'
import type { Effect } from '../../lib/core/state.ts'
import { changeEvents } from '../../lib/engine/change-events.ts'

const test = suite('many steps')

/** How often a list of so many steps is looked into until all of each is told. */
function looksAt(count: number): number {
  let looks = 0
  const each = Array.from({ length: count }, (_, n) => {
    const operation = { op: 'write', path: `/srv/f${n}`, content: { text: `${n}\n` } } as const
    const effects: Effect[] = [
      { real: operation.path, before: { type: 'absent' }, after: { type: 'file', content: operation.content } },
    ]
    const planned: PlannedOperation = {
      ...{ step: `step ${n}`, privilege: '', operation },
      get effects() {
        looks++
        return effects
      },
    }
    const net: NetOperation = {
      ...{ operation, privilege: '' },
      get steps() {
        looks++
        return [`step ${n}`]
      },
    }
    return { planned, net }
  })
  const [planned, net] = [each.map((one) => one.planned), each.map((one) => one.net)]
  const telling = { planned, net, diffs: true, mask: (text: string) => text, isSensitive: () => false }
  for (const { step } of planned) {
    assert.is(changeEvents(step, telling).length, 1)
    assert.is(placeWords(step, net), undefined)
    assert.is(unkeptWords(step, planned, net, 0), undefined)
  }
  return looks
}

test('what is looked at to tell of all steps grows with their number, and not faster', () => {
  assert.is(looksAt(2000), 10 * looksAt(200))
})

test.run()
