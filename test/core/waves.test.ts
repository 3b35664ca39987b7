import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isTooMany, type Serial, type Share, serialRule, serialWords, waves } from '../../lib/core/waves.ts'

const hosts = ['a', 'b', 'c', 'd', 'e']
const situations: readonly { readonly serial: Serial | undefined; readonly gives: string }[] = [
  { serial: undefined, gives: 'abcde' },
  { serial: 1, gives: 'a b c d e' },
  { serial: 2, gives: 'ab cd e' },
  { serial: 9, gives: 'abcde' },
  { serial: '50%', gives: 'ab cd e' },
  { serial: '1%', gives: 'a b c d e' },
  { serial: '100%', gives: 'abcde' },
  { serial: [1, '100%'], gives: 'a bcde' },
  { serial: [1, 2], gives: 'a bc de' },
  { serial: [1, '40%', 1], gives: 'a bc d e' },
]
const failures: readonly [failed: number, most: Share, tooMany: boolean][] = [
  [1, 0, true],
  [0, 0, false],
  [2, 2, false],
  [3, 2, true],
  [2, '40%', false],
  [3, '40%', true],
  [1, '0%', true],
]
const wrong: readonly unknown[] = [0, -1, 1.5, '0%', '101%', '5', 'all', [], [1, 'x'], Number.NaN]

const test = suite('waves of hosts')

for (const { serial, gives } of situations)
  test(`serial ${serial}`, () =>
    assert.is(
      waves(hosts, serial)
        .map((wave) => wave.join(''))
        .join(' '),
      gives,
    ))
for (const [failed, most, tooMany] of failures)
  test(`${failed} of 5 where ${most} may fail`, () => assert.is(isTooMany(failed, 5, most), tooMany))
for (const serial of wrong)
  test(`${JSON.stringify(serial)} is no serial`, () =>
    assert.match(serialRule(serial, 'serial')[0] ?? '', /^serial is .*: give a whole number from 1 up, a share/))
test('what may be is in its words', () => {
  assert.equal(serialRule([1, '30%'], 'serial'), [])
  assert.is(serialWords([1, '30%']), '1, then 30%')
})
test('no hosts are no wave', () => assert.equal(waves([], 2), []))

test.run()
