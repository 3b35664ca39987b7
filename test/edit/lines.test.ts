import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { sentence } from '../../lib/core/failure.ts'
import { secret } from '../../lib/core/secret.ts'
import { block, editLines, ensureLine, type LineEdit, removeLines, replaceText } from '../../lib/edit/lines.ts'
import { filled } from './filled.ts'
import { generator } from './random.ts'

const sshd = '# sshd\n#Port 22\nMatch User x\n  Port 1\n'
const hosts = '127.0.0.1 localhost\r\n10.0.0.1 a\n10.0.0.2 b'
const key = secret('key', { value: 'a$1$&b' })

const edits: readonly [name: string, before: string, edit: LineEdit, after: string][] = [
  ['ensure: there already', sshd, ensureLine('#Port 22'), sshd],
  [
    'ensure: replaced by match',
    sshd,
    ensureLine('Port 2222', { match: '^#Port' }),
    sshd.replace('#Port 22', 'Port 2222'),
  ],
  ['ensure: no match, there already', sshd, ensureLine('# sshd', { match: /^Banner/ }), sshd],
  ['ensure: no match, added', sshd, ensureLine('X', { match: /^X/ }), `${sshd}X\n`],
  [
    'ensure: the last of several matches',
    'Port 1\nPort 2\n',
    ensureLine('Port 3', { match: /^Port/ }),
    'Port 1\nPort 3\n',
  ],
  [
    'ensure: match wins over place',
    sshd,
    ensureLine('Port 2', { match: /^#Port/, after: /nowhere/ }),
    sshd.replace('#Port 22', 'Port 2'),
  ],
  ['ensure: first', sshd, ensureLine('A', { first: true }), `A\n${sshd}`],
  ['ensure: after the last match', 'a1\na2\nb\n', ensureLine('x', { after: /^a/ }), 'a1\na2\nx\nb\n'],
  ['ensure: before the last match', 'a1\na2\nb\n', ensureLine('x', { before: /^a/ }), 'a1\nx\na2\nb\n'],
  ['ensure: into an empty text', '', ensureLine('x'), 'x\n'],
  ['ensure: behind an unterminated line', 'a', ensureLine('x'), 'a\nx\n'],
  ['ensure: behind an unterminated line, CRLF', 'a\r\nb', ensureLine('x', { after: /b/ }), 'a\r\nb\r\nx\r\n'],
  [
    'ensure: before an unterminated line',
    hosts,
    ensureLine('x', { before: 'b$' }),
    hosts.replace('10.0.0.2', 'x\n10.0.0.2'),
  ],
  [
    'ensure: a line end of its own',
    hosts,
    ensureLine('127.0.0.1 me', { match: /^127/ }),
    hosts.replace('localhost', 'me'),
  ],
  ['ensure: takes the line end above', hosts, ensureLine('x', { after: /^127/ }), hosts.replace('\r\n', '\r\nx\r\n')],
  ['ensure: takes the line end below', 'a\r\n', ensureLine('x', { first: true }), 'x\r\na\r\n'],
  ['ensure: the unterminated line itself', 'a\nb', ensureLine('c', { match: /b/ }), 'a\nc'],
  ['ensure: below a byte order mark', '\uFEFFPort 1\n', ensureLine('Port 2', { match: /^Port/ }), '\uFEFFPort 2\n'],
  ['ensure: words and a secret', 'p=old\n', ensureLine(['p=', key], { match: /^p=/ }), 'p=a$1$&b\n'],
  ['ensure: global patterns keep no state', 'a\na\n', ensureLine('a', { match: /a/g }), 'a\na\n'],

  ['replace: everywhere', 'a=1 a=2\na=3', replaceText(/a=(\d)/, 'b:$1'), 'b:1 b:2\nb:3'],
  ['replace: the first few', 'a1a2a3', replaceText(/(?<=a)\d/, 'x', { count: 9 }), 'axaxax'],
  ['replace: a count, with look-arounds', 'ab ab', replaceText(/(?<=^a)b(?= ab)/, '<$&>c', { count: 1 }), 'a<b>c ab'],
  ['replace: across lines', 'a\r\nb\r\n', replaceText(/a\r\nb/, 'a\r\nc'), 'a\r\nc\r\n'],
  ['replace: a secret is no template', 'p=(x)', replaceText(/\((x)\)/, ['[', key, '$1]']), 'p=[a$1$&bx]'],
  ['replace: no match', 'a', replaceText('b', 'c'), 'a'],

  ['remove: lines', 'a\r\nb\nab\nc', removeLines(/a/), 'b\nc'],
  ['remove: the unterminated line', 'a\nb', removeLines(/^b$/), 'a\n'],
  ['remove: with CRLF the end still matches', 'a\r\nb\r\n', removeLines(/a$/), 'b\r\n'],
  ['remove: none', hosts, removeLines(/^::1/), hosts],

  ['block: added', 'a', block('m', 'x\ny\n'), 'a\n# BEGIN m\nx\ny\n# END m\n'],
  [
    'block: replaced',
    'a\r\n# BEGIN m\r\nold\n# END m\nz',
    block('m', 'x\ny'),
    'a\r\n# BEGIN m\r\nx\r\ny\r\n# END m\nz',
  ],
  [
    'block: the same, with mixed line ends',
    '# BEGIN m\r\nx\ny\r\n# END m',
    block('m', 'x\ny'),
    '# BEGIN m\r\nx\ny\r\n# END m',
  ],
  ['block: emptied', '# BEGIN m\nx\n# END m\n', block('m', ''), '# BEGIN m\n# END m\n'],
  [
    'block: another comment, after a line',
    'a\nb\n',
    block('m', 'x', { comment: '//', after: /a/ }),
    'a\n// BEGIN m\nx\n// END m\nb\n',
  ],
  ['block: first', 'a\n', block('m', ['x', key], { first: true }), '# BEGIN m\nxa$1$&b\n# END m\na\n'],
  [
    'block: beside a block of a longer name',
    '# BEGIN mm\nx\n# END mm\n',
    block('m', 'y'),
    '# BEGIN mm\nx\n# END mm\n# BEGIN m\ny\n# END m\n',
  ],
]

const refusals: readonly [name: string, before: string, edits: LineEdit[], words: RegExp][] = [
  ['an anchor that is not there', 'a\n', [ensureLine('x', { after: /^b/ })], /^no line matches \/\^b\/, after which/],
  ['matches that each run would replace', '#P 1\n#P 2\n', [ensureLine('P', { match: /^#P/ })], /^lines 1, 2 match/],
  ['two lines in one', '', [ensureLine('a\nb')], /holds a line end: use block/],
  ['a result that matches again', 'aa', [replaceText(/a/, 'ab')], /^replace \/a\/ would change the text again/],
  ['a count that moves on', 'aa', [replaceText(/a/, 'b', { count: 1 })], /would change the text again/],
  ['an empty match', 'a', [replaceText(/^/m, '# ')], /would change the text again/],
  ['a block that was never closed', '# BEGIN m\n', [block('m', 'x')], /are no pair \(line 1\)/],
  ['a block the wrong way round', '# END m\n# BEGIN m\n', [block('m', 'x')], /are no pair \(lines 1, 2\)/],
  [
    'a block that is there twice',
    '# BEGIN m\n# END m\n# BEGIN m\n# END m\n',
    [block('m', 'x')],
    /no pair \(lines 1, 2, 3, 4\)/,
  ],
  ['a block that holds its own marker', '', [block('m', 'x\n# END m')], /holds a marker of its own/],
  ['edits that never come to rest', 'x', [replaceText(/x$/, 'y'), replaceText(/y$/, 'yx')], /^the edits together/],
]

const law = suite('lines')

for (const [name, before, edit, after] of edits)
  law(name, () => {
    assert.equal(filled(editLines(before, [edit])), { text: after, changed: after !== before })
    assert.equal(filled(editLines(after, [edit])), { text: after, changed: false })
    const copy: LineEdit = JSON.stringify(edit).includes('[secret') ? edit : JSON.parse(JSON.stringify(edit))
    assert.equal(editLines(before, [copy]), editLines(before, [edit]))
    assert.ok(Object.isFrozen(edit))
  })

for (const [name, before, list, words] of refusals)
  law(`refuses ${name}`, () => {
    const refused = editLines(before, list)
    assert.match('refusal' in refused ? sentence(refused) : refused.text, words)
  })

law('wrong use is found when an edit is written down', () => {
  assert.throws(() => ensureLine('x', { match: '(' }), /\( is no regular expression/)
  assert.throws(() => block('a\nb', 'x'), /the marker of a block is one line/)
})

law('no edit and no refusal says a secret', () => {
  const doubled = replaceText(/a/, ['a', key])
  const refused = editLines('a', [doubled])
  assert.not.match(JSON.stringify([doubled, refused]), /a\$1/)
})

law('any text: other lines and their ends stay, and a second run changes nothing', () => {
  const random = generator(5)
  const pick = (list: readonly string[]) => list[random(list.length)] ?? ''
  for (let round = 0; round < 300; round++) {
    const before =
      Array.from({ length: random(6) }, () => pick(['a', 'b ', '', 'k=1', '\r']) + pick(['\n', '\r\n'])).join('') +
      pick(['', 'z'])
    const places = [{}, { first: true as const }, { last: true as const }]
    const edit = ensureLine('k=2', { match: /^k=2|^k=1$/, ...places[random(3)] })
    const once = editLines(before, [edit])
    assert.ok('text' in once)
    assert.is(others(once.text), others(before), JSON.stringify(before))
    assert.equal(editLines(once.text, [edit]), { text: once.text, changed: false })
  }
})

law.run()

/** The lines that are not the one in question; the last may have got a line end to stand before it. */
function others(text: string): string {
  const lines = text.split(/(?<=\n)/).filter((line) => !/^k=[12]\r?\n?$/.test(line))
  return lines.join('').replace(/(?<=z)\r?\n$/, '')
}
