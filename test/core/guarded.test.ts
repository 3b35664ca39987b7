import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import * as v from 'valibot'
import { itemsOf } from '../../lib/core/build.ts'
import { commandFact, pathFact } from '../../lib/core/fact.ts'
import { given } from '../../lib/core/given.ts'
import { guarded } from '../../lib/core/guarded.ts'
import { guardedParts, withGuarded } from '../../lib/core/guarded-plan.ts'
import { netEffect } from '../../lib/core/net-effect.ts'
import type { Run } from '../../lib/core/operation.ts'
import { plan } from '../../lib/core/plan.ts'
import { keyOf } from '../../lib/core/question.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { defineTask } from '../../lib/core/task.ts'
import { command, file } from '../../tasks/index.ts'
import { directory, stateOf } from './nodes.ts'

const test = suite('guarded')

const state = (answers = {}) =>
  stateOf({ '/': directory({ below: 'absent' }), '/etc': directory({ below: 'absent' }) }, answers)
const planned = (resources: Resources, answers = {}) =>
  plan({
    items: itemsOf(resources, 'p'),
    state: state(answers),
    privilege: () => 'login',
    identity: () => ({ user: 'u', group: 'g' }),
    elsewhere: () => undefined,
  })
const mask = (text: string) => text.replaceAll('hunter2', '********')
const refusals = (resources: Resources, keeps = true) =>
  withGuarded(planned(resources), { keeps, mask }).steps.flatMap((step) =>
    step.outcome === 'refused' ? [`${step.id}: ${step.refusal.refusal}`] : [],
  )
/** A script as a plan has it. */
const runs = defineTask('runs', {
  options: v.strictObject({ name: v.string(), run: v.custom<Partial<Run>>(() => true) }),
  title: ({ name }) => `do ${name}`,
  reads: () => ({ at: pathFact('/etc') }),
  plan: ({ run }) => [{ op: 'run', script: 'true', effects: {}, ...run }],
})
const write = (path: string, text = 'x') => file({ path, text })
const within = { within: 30 }

test('what is no option of it is told with what to write', () => {
  const told = (options: unknown, resources: Resources = write('/etc/x')) => {
    try {
      guarded(options as typeof within, resources)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }
  assert.is(told({}), 'guarded: its options.within is missing: give seconds, as in { within: 30 }')
  assert.is(told({ within: 1 }), 'guarded: its options.within is 1: give a whole number from 5 to 3600')
  assert.match(told({ within: 30, withn: 3 }), /withn/)
  assert.match(told(within, guarded(within, write('/etc/x'))), /guarded list that is within another: keep one of them/)
})

test('what the host could not put back by itself is refused in the plan, by name', () => {
  const guardedRun = (name: string, run: Partial<Run>) =>
    refusals(guarded(within, [write('/etc/x'), runs({ name, run })]))
  assert.equal(guardedRun('a', {}), [
    'p/runs a: "do a" is guarded, and runs a script that does not say how it is undone',
  ])
  assert.equal(guardedRun('b', { undo: { keeps: 'the account b' } }), [
    'p/runs b: "do b" is guarded, and cannot be put back: the account b stays',
  ])
  assert.match(
    guardedRun('c', { undo: 'files', effects: { restarts: { until: ':', timeout: 1 } } }).join(),
    /starts the host anew/,
  )
  assert.match(guardedRun('d', { undo: 'files', detached: { name: 'd', within: 9 } }).join(), /runs on by itself/)
  assert.match(guardedRun('e', { undo: { script: 'login hunter2' } }).join(), /"do e" is put back would say a secret/)
  assert.equal(guardedRun('f', { undo: { script: 'load old' } }), [])
  assert.equal(refusals([write('/etc/x'), runs({ name: 'g', run: {} })]), [])
  assert.match(refusals(guarded(within, write('/etc/x')), false).join(), /not kept on this host \(journal: false\)/)
})

test('a command that is to be planned later is refused as early', () => {
  const later = (undo?: string) =>
    refusals(
      guarded(within, [
        runs({ name: 'a', run: { undo: 'files', effects: { unknown: ['/etc'] } } }),
        command({ script: 'load', unless: 'loaded', ...(undo === undefined ? {} : { undo }) }),
      ]),
    )
  assert.equal(later(), ['p/command load: "run load" is guarded, and runs a script that does not say how it is undone'])
  assert.equal(later('load old'), [])
})

test('what follows from answers is of the list, and of no other', () => {
  const facts = { said: commandFact('ask') }
  const said = { [keyOf(facts.said.question)]: { status: 0, output: '' } }
  const inner = planned(
    guarded(
      within,
      given(facts, () => write('/etc/x')),
    ),
    said,
  )
  assert.is(inner.items.length, 2)
  for (const { resource } of inner.items) assert.equal(resource.guard, { key: 'given said', within: 30 })
})

test('it is put back by itself, so nothing of it is folded into what stands before or after it', () => {
  const all = [
    write('/etc/x', '1'),
    guarded(within, [write('/etc/x', '2'), write('/etc/x', '3')]),
    write('/etc/x', '4'),
  ]
  const net = netEffect(
    planned(all.map((one, nth) => [one].flat().map((each) => ({ ...each, key: `${nth} ${each.key}` })))).operations,
  )
  const texts = guardedParts(net).map((part) =>
    part.map(({ operation }) =>
      operation.op === 'write' && 'text' in operation.content ? operation.content.text : '',
    ),
  )
  assert.equal(texts, [['1'], ['3'], ['4']])
})

test.run()
