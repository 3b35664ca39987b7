import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { oneLine, plain, truncate } from '../../lib/report/plain.ts'

const test = suite('plain')

test('control characters are shown, not obeyed', () => {
  assert.is(plain('a\u001b[31m\u0007\r\n\tb\u007f\u009b'), 'a␛[31m␇␍\n\tb␡�')
  assert.is(oneLine(' a\n\n  b\tc '), 'a; b c')
})

const cuts: readonly [text: string, width: number, cut: string][] = [
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['a longer line', 8, 'a longe…'],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['e\u0301e\u0301', 2, 'e\u0301e\u0301'],
]

for (const [text, width, cut] of cuts) {
  test(`${JSON.stringify(text)} in ${width} columns`, () => assert.is(truncate(text, width), cut))
}

test.run()
