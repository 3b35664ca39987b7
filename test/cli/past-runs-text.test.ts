import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { pastRunsText } from '../../lib/cli/past-runs-text.ts'
import type { PastRun } from '../../lib/core/history.ts'

const test = suite('runs that hosts keep, as lines')

const run = (host: string, id: string, titles: readonly string[]): PastRun => ({
  host,
  id,
  at: '2026-11-26T10:00:00.000Z',
  by: 'you@here',
  playbook: 'web',
  state: 'ended',
  undone: false,
  steps: titles.map((title) => ({ id: title, title, status: 'changed', paths: [] })),
})
const head = (id: string, steps: string) => `${id} | 2026-11-26T10:00:00.000Z | you@here | web | ${steps} | ended`

test('hosts on which a run did the same share its lines; the newest run of all hosts comes first', () =>
  assert.equal(
    pastRunsText([run('a', 'r2', ['x']), run('a', 'r1', ['x']), run('b', 'r3', ['x']), run('b', 'r1', ['x'])], false),
    [
      `b | ${head('r3', '1 step')}`,
      '    x',
      `a | ${head('r2', '1 step')}`,
      '    x',
      `a b | ${head('r1', '1 step')}`,
      '    x',
    ],
  ))

test('many hosts that differ by their own names alone do, too; a few do not', () => {
  const runs = (count: number) =>
    Array.from({ length: count }, (_, nth) => run(`web${nth}`, 'r1', [`write /srv/web${nth}/x`]))
  assert.equal(pastRunsText(runs(20), false), [`all 20 hosts | ${head('r1', '1 step')}`, '    write /srv/…/x'])
  assert.is(pastRunsText(runs(6), false).length, 12)
})

test('of a run with thousands of steps the first are told, and what to type for all of them', () => {
  const many = [
    run(
      'a',
      'r1',
      Array.from({ length: 2000 }, (_, nth) => `write /f${nth}`),
    ),
  ]
  const lines = pastRunsText(many, false)
  assert.equal(lines.slice(10), ['    write /f9', '    and 1990 steps more: --run r1'])
  assert.is(pastRunsText(many, true).length, 2001)
})

test.run()
