import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { nearest } from '../../lib/core/nearest.ts'

const commands = ['apply', 'plan', 'rollback', 'db', 'Hosts']

const words: readonly [word: string, meant: string | undefined][] = [
  ['aply', 'apply'],
  ['palpy', 'apply'],
  ['appyl', 'apply'],
  ['APPLY', 'apply'],
  ['hosts', 'Hosts'],
  ['rolbak', 'rollback'],
  ['rollbakc', 'rollback'],
  ['bd', 'db'],
  ['plna', 'plan'],
  ['paln', 'plan'],
  ['xyzzy', undefined],
  ['', undefined],
  ['something else', undefined],
]

const law = suite('nearest')

for (const [word, meant] of words) law(`${word} -> ${meant}`, () => assert.is(nearest(word, commands), meant))

law('each candidate is its own nearest, and the closest one wins', () => {
  for (const command of commands) assert.is(nearest(command, commands), command)
  assert.is(nearest('play2', ['plan2', 'play22', 'plays', 'play2']), 'play2')
  assert.is(nearest('serialx', ['serie', 'serial']), 'serial')
})

law.run()
