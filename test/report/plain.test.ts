import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inert, middleCut, oneLine, plain, plainJson, truncate } from '../../lib/report/plain.ts'

const test = suite('plain')

test('control characters are shown, not obeyed', () => {
  assert.is(plain('a\u001b[31m\u0007\r\n\tb\u007f\u009b'), 'a␛[31m␇␍\n\tb␡�')
  assert.is(oneLine(' a\n\n  b\tc '), 'a; b c')
  // By the square of its length this would take hours.
  assert.is(oneLine(`a${' '.repeat(2_000_000)}b`).length, 2_000_002)
})

test('what makes text look other than it is, is shown', () => {
  assert.is(
    plain('a\u202egpj.exe\u2066b\u200bc\u00add\ufeffe\u2028f'),
    'a<U+202E>gpj.exe<U+2066>b<U+200B>c<U+00AD>d<U+FEFF>e<U+2028>f',
  )
  assert.is(plain('\u{e0041}'), '<U+E0041>')
  assert.is(plain('日本語 é e\u0301 ☃ \u{1f600}'), '日本語 é e\u0301 ☃ \u{1f600}')
  const json = JSON.stringify({ a: 'x\u202ey\u{e0041}' })
  assert.is(plainJson(json), '{"a":"x\\u202ey\\udb40\\udc41"}')
  assert.equal(JSON.parse(plainJson(json)), JSON.parse(json))
})

test('a runner of GitHub Actions finds no command in what is printed', () => {
  assert.is(inert('::error::a\n\t ::set-output name=x::1\nb ::c'), ': :error::a\n\t : :set-output name=x::1\nb ::c')
  assert.is(inert('a ##[add-mask]b'), 'a ## [add-mask]b')
  assert.is(inert('::::\n:'), ': :::\n:')
  const json = JSON.stringify({ a: 'x ##[add-mask]y \\##[' })
  assert.not.ok(plainJson(json).includes('##['))
  assert.equal(JSON.parse(plainJson(json)), JSON.parse(json))
  assert.is(inert('\n'.repeat(200_000)), '\n'.repeat(200_000))
})

test('what is cut in the middle keeps both ends', () => {
  assert.is(middleCut('web-1', 20), 'web-1')
  assert.is(middleCut('web-frontend-eu-central-1-node-014', 20), 'web-front…1-node-014')
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
