import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { masker } from '../../lib/core/mask.ts'
import { secret } from '../../lib/core/secret.ts'
import { unifiedDiff } from '../../lib/edit/diff.ts'

const ten = Array.from({ length: 10 }, (_, index) => `line ${index}\n`)
const pem = (letters: string) => ['-----BEGIN-----', ...letters, 'A==', '-----END-----'].join('\n')
const secrets = [
  secret('new', { value: 'new<word' }),
  secret('other', { value: 'another' }),
  secret('pem', { value: pem('NEW') }),
]
const mask = masker(secrets)

const diffs: readonly [name: string, before: string | undefined, after: string | undefined, lines: string[]][] = [
  ['nothing changed', 'a\n', 'a\n', []],
  ['absent before and after', undefined, undefined, []],
  ['a new file', undefined, 'a\nb\n', ['--- /dev/null', '+++ /f (after)', '@@ -0,0 +1,2 @@', '+a', '+b']],
  ['a new empty file', undefined, '', ['--- /dev/null', '+++ /f (after)']],
  ['a removed file', 'a\n', undefined, ['--- /f', '+++ /dev/null', '@@ -1,1 +0,0 @@', '-a']],
  [
    'three lines of context',
    ten.join(''),
    ten.join('').replace('line 5', 'x'),
    ['@@ -3,7 +3,7 @@', ' line 2', ' line 3', ' line 4', '-line 5', '+x', ' line 6', ' line 7', ' line 8'],
  ],
  ['no final newline', 'a', 'a\n', ['@@ -1,1 +1,1 @@', '-a', '\\ No newline at end of file', '+a']],
  ['carriage returns that stay are not shown', 'a\r\nb\r\n', 'a\r\nc\r\n', ['@@ -1,2 +1,2 @@', ' a', '-b', '+c']],
  ['a changed line end is shown', 'a\r\nb\r\nc\r\n', 'a\r\nb\nc\r\n', ['@@ -1,3 +1,3 @@', ' a', '-b^M', '+b', ' c']],
  ['an added line with another line end', 'a\r\n', 'a\r\nb\n', ['@@ -1,1 +1,2 @@', ' a', '+b']],
  ['binary', 'a\0', undefined, ['/f is binary: 2 bytes -> absent']],
  ['too large', 'é', 'x'.repeat(2 ** 20 + 1), ['/f is too large to be shown: 2 bytes -> 1048577 bytes']],

  ['the new secret', 'p=\n', 'p=another\n', ['@@ -1,1 +1,1 @@', '-p=********', '+p=********']],
  [
    'the old secret',
    '<p>old</p>\n<q>seen</q>\n',
    '<p>new&lt;word</p>\n<q>SEEN</q>\n',
    ['@@ -1,2 +1,2 @@', '-<p>********</p>', '-<q>seen</q>', '+<p>********</p>', '+<q>SEEN</q>'],
  ],
  [
    'the old secret, apart from the new',
    'p=old\nmid\nx\n',
    'x\nmid\np=another\n',
    ['@@ -1,3 +1,3 @@', '-p=********', '-mid', ' x', '+mid', '+p=********'],
  ],
  [
    'another indentation',
    '  p: "old"\n',
    '    p: "another"\n',
    ['@@ -1,1 +1,1 @@', '-  p: "********"', '+    p: "********"'],
  ],
  [
    'two secrets on a line',
    'u=root p=old;\n',
    'u=another p=another;\n',
    ['@@ -1,1 +1,1 @@', '-u=******** p=********;', '+u=******** p=********;'],
  ],
  ['one secret for another', 'p=another\n', 'p=new<word\n', ['@@ -1,1 +1,1 @@', '-p=********', '+p=********']],
  ['a secret that stays', 'p=another\nx\n', 'p=another\ny\n', ['@@ -1,2 +1,2 @@', ' p=********', '-x', '+y']],
  [
    'the line around the secret changed too',
    '  <p a="1">old</p>\n',
    '  <p a="2">another</p>\n',
    ['@@ -1,1 +1,1 @@', '-  <p a="********</p>', '+  <p a="2">********</p>'],
  ],
  [
    'a comma came after the secret',
    '  "p": "old"\n',
    '  "p": "another",\n  "q": 1\n',
    ['@@ -1,1 +1,2 @@', '-  "p": "********', '+  "p": "********",', '+  "q": 1'],
  ],
  [
    'several lines',
    `a\n${pem('OLD')}\nz\n`,
    `a\n${pem('NEW')}\nz\n`,
    [
      '@@ -1,8 +1,8 @@',
      ' a',
      ' ********',
      '-********',
      '-********',
      '-********',
      '+********',
      '+********',
      '+********',
      ' ********',
      ' ********',
      ' z',
    ],
  ],
  [
    'several lines for one',
    'k="old"\n',
    `k="${pem('NEW')}"\n`,
    [
      '@@ -1,1 +1,6 @@',
      '-k="********',
      '+k="********',
      '+********',
      '+********',
      '+********',
      '+********',
      '+********"',
    ],
  ],
  [
    'one line for several',
    `k="${pem('OLD')}"\n`,
    'k="another"\n',
    [
      '@@ -1,6 +1,1 @@',
      '-k="********',
      '-********',
      '-********',
      '-********',
      '-********',
      '-********"',
      '+k="********"',
    ],
  ],
]

const law = suite('diff')

for (const [name, before, after, lines] of diffs)
  law(name, () => {
    const shown = unifiedDiff('/f', before, after, mask)
    const named = lines[0]?.startsWith('@@') ? ['--- /f', '+++ /f (after)', ...lines] : lines
    assert.is(shown, named.map((line) => `${line}\n`).join(''))
    assert.not.match(shown, /old|OLD|another|new<|\r/)
  })

law('files that have nothing in common are not compared for ever', () => {
  const text = (salt: number) => Array.from({ length: 30000 }, (_, line) => `${(line * salt) % 30011}\n`).join('')
  assert.match(
    unifiedDiff('/f', text(7), text(11), mask),
    /^\/f differs too much to be shown: \d+ bytes -> \d+ bytes\n$/,
  )
})

law.run()
