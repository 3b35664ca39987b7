import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readPath, showPath, type TomlPath } from '../../../lib/edit/toml/path.ts'

const paths = suite('TOML paths')

const situations: readonly (readonly [path: TomlPath, steps: readonly unknown[], shown?: string])[] = [
  ['a', ['a']],
  ['a.b-c.d_1.2', ['a', 'b-c', 'd_1', '2']],
  ['"a.b".\'c"d\'."e\\n\\u0041"', ['a.b', 'c"d', 'e\nA'], '"a.b"."c\\"d"."e\\nA"'],
  ['""', ['']],
  ['a[0].b[12]', ['a', 0, 'b', 12]],
  ['a[0][1]', ['a', 0, 1]],
  ['a[id="x"].b', ['a', { key: ['id'], is: 'x' }, 'b']],
  ["a[b.'c d'='x\\y']", ['a', { key: ['b', 'c d'], is: 'x\\y' }], 'a[b."c d"="x\\\\y"]'],
  ['a[b=true][c=-1.5][d=7]', ['a', { key: ['b'], is: true }, { key: ['c'], is: -1.5 }, { key: ['d'], is: 7 }]],
  [['a', 0, 'b.c', 'd "'], ['a', 0, 'b.c', 'd "'], 'a[0]."b.c"."d \\""'],
]

for (const [path, steps, shown = path] of situations)
  paths(String(path), () => {
    assert.equal(readPath(path), steps)
    assert.is(showPath(readPath(path)), shown)
    assert.equal(readPath(showPath(readPath(path))), steps, 'what is shown can be typed')
  })

const faults: readonly (readonly [path: TomlPath, words: RegExp])[] = [
  ['', /path : a key is wanted at column 1/],
  ['a.', /path a\.: a key is wanted at column 3, before ""/],
  ['a..b', /a key is wanted at column 3, before "\.b"/],
  ['.a', /a key is wanted at column 1/],
  ['a b', /"\." or "\[" is wanted at column 2, before " b"/],
  ['a[', /a key is wanted at column 3/],
  ['a[0', /"=" is wanted at column 4/],
  ['a[-1]', /"=" is wanted at column 5/],
  ['a[b]', /"=" is wanted at column 4/],
  ['a[b=c]', /a value is wanted at column 5/],
  ['a[b="c"', /"\]" is wanted at column 8/],
  ['"a', /a key is wanted at column 1/],
  ['"\\q"', /a string with the escapes that JSON has/],
  [[], /a path begins with a key, and this one is the document/],
  [[0, 'a'], /a path begins with a key, and this one is \[0\]\.a/],
  [['a', -1], /path a\[-1\]: members are counted from 0/],
  [['a', 1.5], /members are counted from 0/],
]

for (const [path, words] of faults)
  paths(`a fault: ${JSON.stringify(path)}`, () => assert.throws(() => readPath(path), words))

paths.run()
