import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Event } from '../../lib/core/event.ts'
import { frame } from '../../lib/report/tree/frame.ts'
import { emptyModel, hear } from '../../lib/report/tree/model.ts'
import { themeOf } from '../../lib/report/tree/theme.ts'
import { phase, start, step, summary, told } from './story.ts'

const test = suite('reports of what follows from answers')

const follow = (after: string, ...steps: readonly string[]): Event => ({
  type: 'follow',
  play: 'web',
  host: 'is1',
  after: `web/is1/${after}`,
  steps: steps.map((one) => ({ id: `web/is1/${one}`, title: `do ${one}` })),
})

/** Step 0 asks; 0a and 0b follow, and from 0a follows 0aa; step 1 stands behind them all. They end in another order. */
const events: readonly Event[] = [
  start({ web: { is1: ['ask', 'last'] } }),
  { type: 'play', play: 'web' },
  phase('web/is1', 'reading'),
  follow('0', '0a', '0b'),
  follow('0a', '0aa'),
  phase('web/is1', 'applying'),
  step('web/is1/1/last', 'ok'),
  step('web/is1/0b/do 0b', 'changed'),
  step('web/is1/0/ask', 'ok'),
]
const rest: readonly Event[] = [
  step('web/is1/0aa/do 0aa', 'changed'),
  step('web/is1/0a/do 0a', 'failed', { reason: 'no' }),
]
const end: readonly Event[] = [phase('web/is1', 'done'), summary({ is1: { ok: 2, changed: 2, failed: 1 } })]

const inOrder = ['ask', 'do 0a', 'do 0aa', 'do 0b', 'last']

test('JSON: in the order in which they are described', () => {
  const lines = told('json', [...events, ...rest, ...end])
    .out.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(
    lines.flatMap(({ type, title }) => (type === 'step' ? [title] : [])),
    inOrder,
  )
})

test('a tree: in the same order when the host is done', () => {
  const well = [step('web/is1/0aa/do 0aa', 'changed'), step('web/is1/0a/do 0a', 'changed')]
  const { out } = told('tree', [...events, ...well, ...end], { verbose: true })
  const found = inOrder.map((title) => out.indexOf(title))
  assert.ok(
    found.every((at, nth) => at > (found[nth - 1] ?? -1)),
    out,
  )
})

test('a frame counts them, and shows the first that has not ended', () => {
  const { play } = events.reduce((model, event) => hear(model, event, 0), emptyModel)
  const lines = play ? frame(play, { tick: 0, now: 0 }, { columns: 80, rows: 12 }, themeOf({ color: false })) : []
  assert.match(lines[0] ?? '', /is1 {2}applying {2}\d\/5 do 0a/)
})

test('lines: each as it ends', () => {
  const { out } = told('lines', [...events, ...rest, ...end], { verbose: true })
  assert.equal(
    out
      .split('\n')
      .filter((line) => line.startsWith('web | is1'))
      .map((line) => line.split(' | ').slice(2).join(' ')),
    ['ok last', 'changed do 0b', 'ok ask', 'changed do 0aa', 'failed do 0a no'],
  )
})

test.run()
