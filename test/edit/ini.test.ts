import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { sentence } from '../../lib/core/failure.ts'
import { secret } from '../../lib/core/secret.ts'
import { editIni, type IniEdit, iniFlag, iniValues, removeIni, removeIniSection, setIni } from '../../lib/edit/ini.ts'
import { filled } from './filled.ts'
import { generator } from './random.ts'

const cnf =
  '# MariaDB\n[client]\nport = 3306\n\n[mysqld]\n#port=1\nport\t= 3306 \nskip-networking\n\n; last\n[dump]\nquick\n'
const key = secret('key', { value: 'a b#c' })

const edits: readonly [name: string, before: string, edit: IniEdit, after: string][] = [
  ['set: another value, spacing stays', cnf, setIni('mysqld', 'port', '3307'), cnf.replace('\t= 3306 ', '\t= 3307 ')],
  ['set: as it is, whatever the spacing', cnf, setIni('mysqld', 'port', '3306'), cnf],
  ['set: in its own section alone', cnf, setIni('client', 'port', '1'), cnf.replace('port = 3306', 'port = 1')],
  [
    'set: a new key behind the last one, in the style of that',
    cnf,
    setIni('client', 'host', 'db'),
    cnf.replace('3306\n\n', '3306\nhost = db\n\n'),
  ],
  [
    'set: a new key behind one that stands alone',
    cnf,
    setIni('mysqld', 'socket', '/run/s'),
    cnf.replace('3306 \n', '3306 \nsocket\t= /run/s\n'),
  ],
  ['set: a missing section', cnf, setIni('galera', 'wsrep_on', 'ON'), `${cnf}\n[galera]\nwsrep_on\t= ON\n`],
  ['set: into an empty file', '', setIni('a', 'b', 'c'), '[a]\nb=c\n'],
  ['set: behind an unterminated line, CRLF', '[a]\r\nb=1', setIni('a', 'c', '2'), '[a]\r\nb=1\r\nc=2\r\n'],
  [
    'set: into a section without keys',
    '[a]\n# none\n[b]\nx : 1\n',
    setIni('a', 'y', '2'),
    '[a]\ny : 2\n# none\n[b]\nx : 1\n',
  ],
  ['set: before the first section', 'a=1\n[b]\na=2\n', setIni('', 'a', '3'), 'a=3\n[b]\na=2\n'],
  ['set: a new one before the first section', '[b]\na=2\n', setIni('', 'a', '3'), 'a=3\n[b]\na=2\n'],
  ['set: a key with blanks in it', '[a]\nthe key = 1\n', setIni('a', 'the key', '2'), '[a]\nthe key = 2\n'],
  ['set: a key with a colon in it', '[a]\nx:y=1\nx: 2\n', setIni('a', 'x:y', '3'), '[a]\nx:y=3\nx: 2\n'],
  [
    'set: a value with separators in it',
    '[a]\nurl: http://h?a=b\n',
    setIni('a', 'url', 'http://i?c=d'),
    '[a]\nurl: http://i?c=d\n',
  ],
  ['set: not a longer key', '[a]\nportal=1\n', setIni('a', 'port', '2'), '[a]\nportal=1\nport=2\n'],
  [
    'set: indented, as git has it',
    '[remote "o"]\n\turl = a\n',
    setIni('remote "o"', 'fetch', 'x'),
    '[remote "o"]\n\turl = a\n\tfetch = x\n',
  ],
  ['set: the last of several', '[a]\nx=1\nx=2\ny=3\n', setIni('a', 'x', '4'), '[a]\nx=1\nx=4\ny=3\n'],
  [
    'set: in a section that is there twice',
    '[a]\nx=1\n[b]\n[a]\ny=2\n',
    setIni('a', 'x', '3'),
    '[a]\nx=3\n[b]\n[a]\ny=2\n',
  ],
  [
    'set: new, in a section that is there twice',
    '[a]\nx=1\n[b]\n[a]\ny=2\n',
    setIni('a', 'z', '3'),
    '[a]\nx=1\n[b]\n[a]\ny=2\nz=3\n',
  ],
  ['set: an empty value', '[a]\nx=1\n', setIni('a', 'x', ''), '[a]\nx=\n'],
  ['set: one that stood alone', '[a]\nx\n', setIni('a', 'x', '1'), '[a]\nx=1\n'],
  [
    'set: in place of several lines',
    '[a]\nx = 1\n    2\n  # c\ny = 3\n',
    setIni('a', 'x', '4'),
    '[a]\nx = 4\n  # c\ny = 3\n',
  ],
  ['set: keys that stand deeper are keys', '[a]\nx = 1\n  y = 2\n', setIni('a', 'x', '3'), '[a]\nx = 3\n  y = 2\n'],
  ['set: a comment is no key', '[a]\n;x=1\n # x=2\n', setIni('a', 'x', '3'), '[a]\nx=3\n;x=1\n # x=2\n'],
  ['set: with "#" in it', '[a]\nx=1 # c\n', setIni('a', 'x', '2 # d'), '[a]\nx=2 # d\n'],
  ['set: a header with a comment', '[a] ; first\nx=1\n', setIni('a', 'x', '2'), '[a] ; first\nx=2\n'],
  ['set: a secret among text', '[a]\nx=1\n', setIni('a', 'x', ['u:', key]), '[a]\nx=u:a b#c\n'],
  ['set: a secret that is there', '[a]\nx = a b#c \n', setIni('a', 'x', key), '[a]\nx = a b#c \n'],
  ['set: below a byte order mark', '\uFEFF[a]\nx=1\n', setIni('a', 'x', '2'), '\uFEFF[a]\nx=2\n'],

  ['values: fewer', '[S]\nE=1\n# c\nE=2\nE=3\n', iniValues('S', 'E', ['1', '4']), '[S]\nE=1\n# c\nE=4\n'],
  ['values: more', '[S]\nE=1\nz=0\n', iniValues('S', 'E', ['1', '2', '3']), '[S]\nE=1\nE=2\nE=3\nz=0\n'],
  ['values: as they are', '[S]\nE = 1\nE=2\n', iniValues('S', 'E', ['1', '2']), '[S]\nE = 1\nE=2\n'],
  ['values: none', '[S]\nE=1\nE=2\n', iniValues('S', 'E', []), '[S]\n'],
  ['values: where none are', '[S]\n', iniValues('S', 'E', ['1', '2']), '[S]\nE=1\nE=2\n'],

  ['flag: there', cnf, iniFlag('mysqld', 'skip-networking'), cnf],
  ['flag: new', '[m]\nport = 1\n', iniFlag('m', 'skip-x'), '[m]\nport = 1\nskip-x\n'],
  ['flag: in place of a value', '[m]\nskip-x = 1\n', iniFlag('m', 'skip-x'), '[m]\nskip-x\n'],

  ['remove: a key', cnf, removeIni('mysqld', 'skip-networking'), cnf.replace('skip-networking\n', '')],
  ['remove: all of it', '[a]\nx=1\ny=2\nx=3\n  4\n[b]\nx=5\n', removeIni('a', 'x'), '[a]\ny=2\n[b]\nx=5\n'],
  ['remove: none', cnf, removeIni('mysqld', 'none'), cnf],
  ['remove: of no section', cnf, removeIni('none', 'port'), cnf],

  [
    'removeSection: in the middle, comments above the next one stay',
    cnf,
    removeIniSection('mysqld'),
    '# MariaDB\n[client]\nport = 3306\n\n; last\n[dump]\nquick\n',
  ],
  [
    'removeSection: the last, with the blank line before it',
    '[a]\nx=1\n\n[b]\ny=2\n',
    removeIniSection('b'),
    '[a]\nx=1\n',
  ],
  ['removeSection: twice there', '[a]\n1=1\n[b]\n[a]\n2=2\n[c]\n', removeIniSection('a'), '[b]\n[c]\n'],
  ['removeSection: none', cnf, removeIniSection('none'), cnf],
]

const commented: readonly [name: string, before: string, edit: IniEdit, after: string][] = [
  ['set: the comment behind a value stays', '[a]\nx = 1 ; one\n', setIni('a', 'x', '2'), '[a]\nx = 2 ; one\n'],
  ['set: equal but for the comment', '[a]\nx = 1\t# one\n', setIni('a', 'x', '1'), '[a]\nx = 1\t# one\n'],
  ['set: no comment without a blank', '[a]\nx = 1;one\n', setIni('a', 'x', '2'), '[a]\nx = 2\n'],
  ['set: quotes hold no comment', '[a]\nx = "1 # 2" # 3\n', setIni('a', 'x', '"4 # 5"'), '[a]\nx = "4 # 5" # 3\n'],
  ['set: a value that was all comment', '[a]\nx = # one\n', setIni('a', 'x', '1'), '[a]\nx = 1 # one\n'],
  ['flag: with a comment', '[a]\nx # one\n', iniFlag('a', 'x'), '[a]\nx # one\n'],
]

const refusals: readonly [name: string, before: string, edit: IniEdit, words: RegExp][] = [
  ['several lines', '', setIni('a', 'x', '1\n2'), /^the value of x has several lines/],
  ['blanks at the ends', '', setIni('a', 'x', ' 1'), /^the value of x has blanks at its ends/],
  [
    'a secret with a line end',
    '',
    setIni('a', 'x', secret('two', { value: '1\n2' })),
    /^the value of x has several lines/,
  ],
  [
    'a value that may go on',
    '[a]\nx = 1 \\\n2\n',
    setIni('a', 'x', '3'),
    /^x on line 2 ends in a backslash: some readers go on/,
  ],
  [
    'a value that would go on',
    '[a]\nx = 1\n',
    setIni('a', 'x', 'C:\\'),
    /^the value of x ends in a backslash: some readers/,
  ],
  ['a removal of one that may go on', '[a]\nx = 1 \\\n2\n', removeIni('a', 'x'), /^x on line 2 ends in a backslash/],
  [
    'a value that may be what follows',
    '[a]\nx =\n  y = 1\n',
    setIni('a', 'x', '3'),
    /^the value of x on line 2 may be what is indented/,
  ],
]

const law = suite('ini')

for (const [options, list] of [
  [{}, edits],
  [{ inlineComments: true }, commented],
] as const)
  for (const [name, before, edit, after] of list)
    law(name, () => {
      assert.equal(filled(editIni(before, [edit], options)), { text: after, changed: after !== before })
      assert.equal(filled(editIni(after, [edit], options)), { text: after, changed: false })
      const copy: IniEdit = JSON.stringify(edit).includes('[secret') ? edit : JSON.parse(JSON.stringify(edit))
      assert.equal(editIni(before, [copy], options), editIni(before, [edit], options))
      assert.ok(Object.isFrozen(edit))
    })

for (const [name, before, edit, words] of refusals)
  law(`refuses ${name}`, () => {
    const refused = editIni(before, [edit])
    assert.match('refusal' in refused ? sentence(refused) : refused.text, words)
  })

law('refuses a value that would be read as a comment', () => {
  const refused = editIni('', [setIni('a', 'x', '1 ; 2')], { inlineComments: true })
  assert.match('refusal' in refused ? sentence(refused) : '', /would be read as a comment .*: put it in quotes/)
  assert.ok('text' in editIni('', [setIni('a', 'x', '"1 ; 2"')], { inlineComments: true }))
})

law('wrong use is found when an edit is written down', () => {
  const loose = setIni as (...given: unknown[]) => unknown
  assert.throws(() => loose('[a]', 'b', 'c'), /"\[a\]" is no name of a section: give what stands between its brackets/)
  assert.throws(() => loose(undefined, 'b', 'c'), /undefined is no name of a section/)
  for (const wrong of ['', ' b', 'b ', 'b=', '[b', '#b', ';b', 'a\nb', 5])
    assert.throws(() => loose('a', wrong, 'c'), /is no key of an ini file: give what stands before its "="/)
  assert.throws(() => loose('a', 'b', 5), /a value of type number is no text/)
  assert.throws(
    () => (iniValues as (...given: unknown[]) => unknown)('a', 'b', 'c'),
    /the values of b are a value of type string/,
  )
  assert.throws(() => removeIniSection(''), /no section: remove its keys/)
})

law('any text: other lines stay, and a second run changes nothing', () => {
  const random = generator(7)
  const pick = (list: readonly string[]) => list[random(list.length)] ?? ''
  const pieces = ['[a]', '[b]', ' [a] ; c', 'x=1', '\tx : 2', 'x', 'y = [a]', '; x=1', '#', '', '  deep', '\r', 'x y=1']
  for (let round = 0; round < 2000; round++) {
    const before =
      Array.from({ length: random(9) }, () => pick(pieces) + pick(['\n', '\r\n'])).join('') + pick(['', 'z'])
    const edit = [setIni('a', 'x', '3'), iniFlag('a', 'x'), removeIni('a', 'x'), iniValues('a', 'x', ['1', '3'])][
      random(4)
    ]
    if (edit === undefined) continue
    const once = editIni(before, [edit])
    if ('refusal' in once) continue
    assert.equal(editIni(once.text, [edit]), { text: once.text, changed: false })
    const added = edit.edit === 'remove' ? [] : ['[a]', '', 'x']
    const left = once.text.split(/\r?\n/)
    for (const line of before.split(/\r?\n/)) {
      if (/^\s*x\s*([=:]|$)|^\s+deep$/.test(line)) continue
      const at = left.indexOf(line)
      assert.ok(at >= 0, `${JSON.stringify(line)} is lost of ${JSON.stringify(before)}`)
      left.splice(at, 1)
    }
    for (const line of left)
      assert.ok(/^\s*x/.test(line) || added.includes(line) || /deep/.test(line), JSON.stringify([before, once.text]))
  }
})

law.run()
