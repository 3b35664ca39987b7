import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { sentence } from '../../lib/core/failure.ts'
import { secret } from '../../lib/core/secret.ts'
import { block, ensureLine, type LineEdit, removeLines, removeMarked, replaceText } from '../../lib/edit/lines/edits.ts'
import { editLines } from '../../lib/edit/lines.ts'
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
    'ensure: a match where the anchor may be missing',
    sshd,
    ensureLine('Port 2', { match: /^#Port/, after: /nowhere/, otherwise: 'last' }),
    sshd.replace('#Port 22', 'Port 2'),
  ],
  ['ensure: first', sshd, ensureLine('A', { first: true }), `A\n${sshd}`],
  ['ensure: after the last match', 'a1\na2\nb\n', ensureLine('x', { after: /^a/ }), 'a1\na2\nx\nb\n'],
  ['ensure: above the first match', 'a1\na2\nb\n', ensureLine('x', { before: /^a/ }), 'x\na1\na2\nb\n'],
  ['ensure: above the last match', 'a1\na2\nb\n', ensureLine('x', { before: { last: /^a/ } }), 'a1\nx\na2\nb\n'],
  ['ensure: below the first match', 'a1\na2\nb\n', ensureLine('x', { after: { first: '^a' } }), 'a1\nx\na2\nb\n'],
  [
    'ensure: above the first block of a kind, though it stands in one',
    'Port 1\nMatch User x\n  PE no\nMatch User y\nPE no\n',
    ensureLine('PE no', { match: /^#?PE /, before: /^Match / }),
    'Port 1\nPE no\nMatch User x\n  PE no\nMatch User y\nPE no\n',
  ],
  [
    'ensure: a match below an anchor, not one above it',
    '[one]\nx=1\n[two]\nx=1\n[three]\nx=1\n',
    ensureLine('x=2', { match: /^x=/, after: /^\[two\]/, before: /^\[/ }),
    '[one]\nx=1\n[two]\nx=2\n[three]\nx=1\n',
  ],
  [
    'ensure: no match in its section, which another follows',
    '[one]\nx=1\n[two]\ny=1\n[three]\nx=1\n',
    ensureLine('x=2', { match: /^x=/, after: /^\[two\]/, before: /^\[/ }),
    '[one]\nx=1\n[two]\nx=2\ny=1\n[three]\nx=1\n',
  ],
  [
    'ensure: in the last section, which none follows',
    '[one]\nx=1\n[two]\nx=1\n',
    ensureLine('x=2', { match: /^x=/, after: /^\[two\]/, before: /^\[/ }),
    '[one]\nx=1\n[two]\nx=2\n',
  ],
  [
    'ensure: the same line above an anchor does not count below it',
    'x\na\n',
    ensureLine('x', { after: /^a/ }),
    'x\na\nx\n',
  ],
  ['ensure: without an anchor, last', 'b\n', ensureLine('x', { before: /^a/, otherwise: 'last' }), 'b\nx\n'],
  ['ensure: without an anchor, first', 'b\n', ensureLine('x', { after: /^a/, otherwise: 'first' }), 'x\nb\n'],
  ['ensure: the first of several matches', 'a1\na2\n', ensureLine('a3', { match: { first: /^a/ } }), 'a3\na2\n'],
  ['ensure: all of several matches', 'a1\nb\na2\n', ensureLine('c', { match: { all: /^a/ } }), 'c\nb\nc\n'],
  ['ensure: all, where none matches', 'b\n', ensureLine('c', { match: { all: /^a/ } }), 'b\nc\n'],
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
    'block: that of another tool, by its marker',
    'a\n# BEGIN ANSIBLE MANAGED BLOCK\nold\n# END ANSIBLE MANAGED BLOCK\n',
    block('# {mark} ANSIBLE MANAGED BLOCK', 'new'),
    'a\n# BEGIN ANSIBLE MANAGED BLOCK\nnew\n# END ANSIBLE MANAGED BLOCK\n',
  ],
  [
    'block: with a marker that ends a comment, too',
    '<a>\n</a>\n',
    block('<!-- {mark} ours -->', '<b/>', { after: /<a>/ }),
    '<a>\n<!-- BEGIN ours -->\n<b/>\n<!-- END ours -->\n</a>\n',
  ],
  [
    'block: with blank lines around it',
    'a\nb\n',
    block('m', 'x', { after: /a/, blank: 'both' }),
    'a\n\n# BEGIN m\nx\n# END m\n\nb\n',
  ],
  [
    'block: with a blank line before one that is there, where one is after it',
    'a\n# BEGIN m\nx\n# END m\n \nb\n',
    block('m', 'x', { blank: 'both' }),
    'a\n\n# BEGIN m\nx\n# END m\n \nb\n',
  ],
  [
    'block: blank lines where the file begins and ends',
    '',
    block('m', 'x', { blank: 'both' }),
    '# BEGIN m\nx\n# END m\n',
  ],
  ['block: removed', 'a\r\n# BEGIN m\nx\n# END m\nb', removeMarked('m'), 'a\r\nb'],
  ['block: removed where it is not', 'a\n', removeMarked('m'), 'a\n'],
  [
    'block: removed, with the blank lines that it was given',
    'a\n\n# BEGIN m\nx\n# END m\n\nb\n',
    removeMarked('m', { blank: 'both' }),
    'a\nb\n',
  ],
  [
    'block: that of another tool, removed',
    'a\n# BEGIN ANSIBLE MANAGED BLOCK\nold\n# END ANSIBLE MANAGED BLOCK\n',
    removeMarked('# {mark} ANSIBLE MANAGED BLOCK'),
    'a\n',
  ],
  [
    'block: beside a block of a longer name',
    '# BEGIN mm\nx\n# END mm\n',
    block('m', 'y'),
    '# BEGIN mm\nx\n# END mm\n# BEGIN m\ny\n# END m\n',
  ],
]

const refusals: readonly [name: string, before: string, edits: LineEdit[], words: RegExp][] = [
  ['an anchor that is not there', 'a\n', [ensureLine('x', { after: /^b/ })], /^no line matches \/\^b\/, after which/],
  [
    'another that is not there',
    'a\n',
    [ensureLine('x', { before: /^b/ })],
    /\/\^b\/, before which .*otherwise: 'last'/,
  ],
  [
    'an anchor that is not there, though the line is',
    'x\n',
    [ensureLine('x', { match: /x/, after: /^b/ })],
    /^no line matches/,
  ],
  ['the removal of a block that was never closed', '# BEGIN m\n', [removeMarked('m')], /are no pair \(line 1\)/],
  ['matches that each run would replace', '#P 1\n#P 2\n', [ensureLine('P', { match: /^#P/ })], /^lines 1, 2 match/],
  ['two lines in one', '', [ensureLine('a\nb')], /holds a line end: use lines\.block/],
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
  const loose = ensureLine as (line: unknown, options?: unknown) => unknown
  assert.throws(() => loose('x', { macth: /x/ }), /a line to ensure has no option macth: did you mean match\?/)
  assert.throws(() => loose('x', { after: /a/, first: true }), /a line has several places/)
  assert.throws(() => loose('x', { first: true, last: true }), /a line has several places/)
  assert.throws(() => loose('x', { otherwise: 'last' }), /otherwise says where a line goes when none matches/)
  assert.throws(
    () => loose('x', { after: { all: /a/ } }),
    /\{ all \} does not say which line is meant: give .* \{ first: … \} or/,
  )
  assert.throws(() => loose('x', { match: 5 }), /a value of type number is no pattern of a line/)
  assert.throws(() => loose(5), /a value of type number is no text: give a text, a secret, or a list of these/)
  assert.throws(() => loose(undefined), /undefined is no text/)
  assert.throws(() => (block as (marker: unknown, text: string) => unknown)(undefined, 'x'), /undefined is no marker/)
  assert.throws(
    () => (block as (m: string, t: string, o: object) => unknown)('m', 'x', { blank: 'top' }),
    /blank: "top"/,
  )
  assert.throws(() => replaceText(/a/, 'b', { count: 0 }), /the count 0: give a whole number above 0/)
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

law('many edits come to what each of them comes to by itself, one after the other', () => {
  const random = generator(11)
  const pick = <One>(list: readonly One[]): One => list[random(list.length)] as One
  const names = ['k', 'kk', 'key', 'key2', 'K', 'k.x']
  const line = () => `${pick(names)}${pick(['=', ' = ', ' '])}${random(4)}`
  const match = () => {
    const expression = new RegExp(
      `^${pick(names)}${pick(['=', ' ?=', ' *=', '', '.', '2?', '|x'])}`,
      pick(['', '', 'i']),
    )
    return pick([{ last: expression }, { first: expression }, { all: expression }])
  }
  let settled = 0
  for (let round = 0; round < 9000; round++) {
    const before = Array.from({ length: random(20) }, () => `${line()}\n`).join('')
    const edits = Array.from({ length: 4 + random(12) }, () => {
      const words = pick<() => string | readonly [typeof key, string]>([line, () => [key, line()]])()
      const place = pick([{}, { first: true as const }, { after: /^k/, otherwise: 'last' as const }])
      return ensureLine(words, { ...(random(3) > 0 ? { match: match() } : {}), ...place })
    })
    const together = editLines(before, edits)
    if (!('text' in together)) continue
    settled++
    let alone = before
    for (const edit of edits) {
      const edited = editLines(alone, [edit])
      assert.ok('text' in edited)
      alone = edited.text
    }
    assert.is(together.text, alone, JSON.stringify([before, edits]))
  }
  assert.ok(settled > 200, `${settled} of them can be made together`)
})

law.run()

/** The lines that are not the one in question; the last may have got a line end to stand before it. */
function others(text: string): string {
  const lines = text.split(/(?<=\n)/).filter((line) => !/^k=[12]\r?\n?$/.test(line))
  return lines.join('').replace(/(?<=z)\r?\n$/, '')
}
