import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { StartEvent } from '../../lib/core/event.ts'
import { phase, start, step, summary, told, written } from './story.ts'

const test = suite('json')
const parsed = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const events = [
  start({ web: { is1: ['one', 'two'] } }),
  { type: 'play', play: 'web' },
  phase('web/is1', 'applying'),
  step('web/is1/1/two', 'failed', { reason: 'no space left' }),
  step('web/is1/0/one', 'changed', { changes: written('/x', 'a\n', 'b\n') }),
  { type: 'progress', play: 'web', host: 'is1', id: 'web/is1/0', bytes: 1, total: 2 },
  phase('web/is1', 'done'),
  { type: 'unreachable', play: 'web', host: 'is2', reason: 'no route' },
  summary({ is1: { changed: 1, failed: 1, roundTrips: 3 } }),
] as const

const one = { type: 'step', id: 'web/is1/0', host: 'is1', play: 'web', task: 'file', title: 'one', status: 'changed' }
const two = {
  type: 'step',
  id: 'web/is1/1',
  host: 'is1',
  play: 'web',
  task: 'file',
  title: 'two',
  status: 'failed',
  reason: 'no space left',
}
const counts = {
  ok: 0,
  changed: 1,
  ran: 0,
  deferred: 0,
  skipped: 0,
  refused: 0,
  failed: 1,
  unreachable: false,
  roundTrips: 3,
}

test('steps in their order, then the summary, and nothing else', () => {
  const { out, err } = told('json', events)
  assert.equal(parsed(out), [one, two, { type: 'summary', mode: 'apply', hosts: { is1: counts }, seconds: 1.25 }])
  assert.is(err, 'is2 is unreachable: no route\n')
})

test('what a command says while it runs comes at once, before the steps of its host', () => {
  const said = { type: 'output', play: 'web', host: 'is1', id: 'web/is1/0', line: '50 %\u001b' } as const
  const { out } = told('json', [...events.slice(0, 3), said, ...events.slice(3)])
  assert.equal(parsed(out).slice(0, 2), [said, one])
  assert.not.match(out, '\u001b')
})

test('each line of a run says in which mode, and when', () => {
  const [startedAt, at] = ['2026-11-26T02:15:44.000Z', '2026-11-26T02:15:45.123Z']
  const [begin, ...rest] = events
  const lines = parsed(
    told('json', [
      { ...begin, version: 1, mode: 'plan', at: startedAt } as StartEvent,
      ...rest.map((event) => (event.type === 'step' || event.type === 'summary' ? { ...event, at } : event)),
    ]).out,
  )
  const said = { mode: 'plan', version: 1 }
  assert.equal(lines.slice(0, 2), [
    { ...one, ...said, at },
    { ...two, ...said, at },
  ])
  assert.equal(lines[2], { type: 'summary', hosts: { is1: counts }, seconds: 1.25, at, ...said, startedAt })
})

test('with --diff a changed step holds its difference', () => {
  const diff = '--- /x\n+++ /x (after)\n@@ -1,1 +1,1 @@\n-a\n+b\n'
  assert.equal(parsed(told('json', events, { diff: true }).out)[0], { ...one, diff })
})

test('a step that did not converge is told once, as it ended', () => {
  const again = [step('web/is1/0/one', 'changed'), step('web/is1/0/one', 'failed', { reason: 'not converged' })]
  const steps = parsed(told('json', [...again, phase('web/is1', 'done'), summary({})]).out)
  assert.equal(
    steps.map(({ status }) => status),
    ['failed', undefined],
  )
})

test('a host that never began, and a run that broke off, lose no step', () => {
  const skipped = step('web/is1/0/one', 'skipped', { reason: 'left out by tags' })
  assert.is(parsed(told('json', [skipped, { type: 'play', play: 'next' }]).out).length, 1)
  assert.is(parsed(told('json', [skipped]).out).length, 1)
})

test.run()
