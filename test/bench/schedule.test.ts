import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { wishOf } from './options.ts'
import { type Cycle, schedule } from './schedule.ts'

const test = suite('bench: what is run')
const words = (cycles: readonly Cycle[]) =>
  cycles.map(({ tool, hosts, rtt, phases }) => `${tool} ${hosts} ${rtt} ${phases.length}`)

test('a quick run is once through all tools, at two sizes', () => {
  assert.equal(words(schedule({ quick: true })), [
    ...['runbook 1 0 4', 'ansible 1 0 4', 'mitogen 1 0 4', 'pyinfra 1 0 4', 'floor 1 0 2'],
    ...['runbook 10 0 4', 'ansible 10 0 2', 'mitogen 10 0 2', 'pyinfra 10 0 2', 'floor 10 0 2'],
  ])
})

test('a whole run takes peers once, far ones only alone, and ours further', () => {
  const all = schedule({})
  const of = (tool: string, hosts: number, rtt: number) =>
    all.filter((one) => one.tool === tool && one.hosts === hosts && one.rtt === rtt).length
  assert.equal([of('ansible', 30, 0), of('ansible', 30, 50), of('ansible', 1, 50), of('ansible', 100, 0)], [1, 0, 1, 0])
  assert.equal([of('runbook', 1, 0), of('runbook', 30, 50), of('runbook', 100, 0)], [5, 3, 1])
})

test('a part is what its options say, the tools in turn', () => {
  const wish = wishOf([
    '--only',
    'floor,runbook',
    '--hosts',
    '2',
    '--rtt',
    '0',
    '--repeat',
    '2',
    '--phases',
    'converged,apply',
  ])
  assert.equal(words(schedule(wish)), ['runbook 2 0 2', 'floor 2 0 2', 'runbook 2 0 2', 'floor 2 0 2'])
  assert.equal(schedule(wish)[0]?.phases, ['apply', 'converged'])
})

for (const [args, fault] of [
  [['--only', 'chef'], /--only chef: give some of runbook,ansible,mitogen,pyinfra,floor/],
  [['--hosts', '0'], /--hosts 0: give numbers from 1 up/],
  [['--rtt', 'far'], /--rtt far: give numbers from 0 up/],
  [['--slow'], /Unknown option '--slow'/],
] as const)
  test(`${args.join(' ')} is told`, () => assert.throws(() => wishOf(args), fault))

test.run()
