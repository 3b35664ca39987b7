import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fill } from '../../../lib/core/reference.ts'
import { secret } from '../../../lib/core/secret.ts'
import {
  editYaml,
  ensureItem,
  ensureMember,
  remove,
  removeItem,
  set,
  type YamlEdit,
} from '../../../lib/edit/yaml/index.ts'

const word = secret('yaml-word', { value: 'p"w: #1' })

/** An edit of a text, and the text after it; a pattern is a refusal. */
const cases: readonly (readonly [what: string, before: string, edits: readonly YamlEdit[], after: string | RegExp])[] =
  [
    ['a value where it stands', 'a: 1 # one\nb:   two   # 2\n', [set('b', 'three')], 'a: 1 # one\nb:   three   # 2\n'],
    ['an equal one in another spelling', 'a: 0x10\nb: "x"\n', [set('a', 16), set('b', 'x')], 'a: 0x10\nb: "x"\n'],
    ['the quotes that stand there', 'a: \'x\'\nb: "y"\n', [set('a', "it's"), set('b', 'z')], "a: 'it''s'\nb: \"z\"\n"],
    [
      'line ends and a mark at the beginning',
      '\uFEFFa: 1\r\nb: 2\r\n',
      [set('a', 5), set('c', 3)],
      '\uFEFFa: 5\r\nb: 2\r\nc: 3\r\n',
    ],
    ['no line end at the end', 'a: 1', [set('b', 2)], 'a: 1\nb: 2'],
    [
      'what would be something else is quoted',
      'a: 1\n',
      [
        set('b', 'no'),
        set('c', '1.0'),
        set('d', ''),
        set('e', '0x1f'),
        set('f', '12:30:00'),
        set('g', 'a: b'),
        set('h', ' x'),
        set('i', '- x'),
        set('j', '2020-01-01'),
      ],
      'a: 1\nb: "no"\nc: "1.0"\nd: ""\ne: "0x1f"\nf: "12:30:00"\ng: "a: b"\nh: " x"\ni: "- x"\nj: "2020-01-01"\n',
    ],
    [
      'numbers, booleans and null',
      'a: x\n',
      [set('a', 1.5), set('b', true), set('c', null), set('d', 1.5e30 + 0.5)],
      'a: 1.5\nb: true\nc: null\nd: 1.5e+30\n',
    ],
    [
      'a key in a nested mapping, as deep as its neighbours',
      'a:\n    b: 1\n    # c: 2\nd: 1\n',
      [set('a.c', 3)],
      'a:\n    b: 1\n    c: 3\n    # c: 2\nd: 1\n',
    ],
    [
      'behind a block text',
      'a:\n  b: |\n    one\n    two\n\nd: 1\n',
      [set('a.c', 3)],
      'a:\n  b: |\n    one\n    two\n  c: 3\n\nd: 1\n',
    ],
    [
      'keys above it',
      'a: 1\n',
      [set('x.w.z', ['k', { m: 1, k: [] }])],
      'a: 1\nx:\n  w:\n    z:\n      - k\n      - m: 1\n        k: []\n',
    ],
    [
      'a key without a value',
      'a:\nb: # none\n  # so far\nc: 1\n',
      [set('a.x', 1), set('b', 'v')],
      'a:\n  x: 1\nb: v # none\n  # so far\nc: 1\n',
    ],
    [
      'a mapping for a value, whose comment stays',
      'a: 1 # one\nb: 2\n',
      [set('a', { x: 1, w: 'z' })],
      'a: # one\n  x: 1\n  w: z\nb: 2\n',
    ],
    ['a value for a mapping', 'a: # m\n  x: 1\n  y: 2 # y\nb: 2\n', [set('a', 'v')], 'a: v # m # y\nb: 2\n'],
    [
      'of a mapping only what differs',
      'a:\n  x: 1 # kept\n  y: 2\n  z: 3\n',
      [set('a', { z: 4, x: 1, m: 5 })],
      'a:\n  x: 1 # kept\n  z: 4\n  m: 5\n',
    ],
    [
      'of a list only what differs',
      'a:\n- one # 1\n- two\n- three # 3\n',
      [set('a', ['one', 'three'])],
      'a:\n- one # 1\n- three # 3\n',
    ],
    ['a longer list', 'a:\n- one # 1\n', [set('a', ['one', 'two', ['x']])], 'a:\n- one # 1\n- two\n- - x\n'],
    [
      'a list and a mapping in flow style',
      'a: [1, 2] # l\nb: {x: 1}\nc: []\nd: {}\n',
      [ensureItem('a', 3), set('b.w', 'z'), ensureItem('c', 'q'), set('d.e', 1)],
      'a: [1, 2, 3] # l\nb: {x: 1, w: z}\nc:\n  - q\nd: { e: 1 }\n',
    ],
    [
      'a list in flow style on several lines',
      'a: [\n  1,\n  2, # two\n]\n',
      [ensureItem('a', 3)],
      'a: [\n  1,\n  2,\n  3, # two\n]\n',
    ],
    [
      'an item at the end, as the others are written',
      'l:\n    -   a\n    -   b\nz: 1\n',
      [ensureItem('l', 'c')],
      'l:\n    -   a\n    -   b\n    - c\nz: 1\n',
    ],
    ['an item that is there', 'l: [a, b]\n', [ensureItem('l', 'a')], 'l: [a, b]\n'],
    ['a list that is not there', 'a: 1\n', [ensureItem('l.m', 'x')], 'a: 1\nl:\n  m:\n    - x\n'],
    [
      'an item goes, wherever it stands',
      'l:\n  - a\n  - b # gone\n  - c\n',
      [removeItem('l', 'b'), removeItem('l', 'q')],
      'l:\n  - a\n  - c\n',
    ],
    [
      'the last item of a list goes',
      'l:\n  - a\nm: [b]\n',
      [removeItem('l', 'a'), removeItem('m', 'b')],
      'l: []\nm: []\n',
    ],
    [
      'a member is found by its key, and changed where it stands',
      'j:\n- name: a\n  at: 1 # 1\n- name: b\n',
      [ensureMember('j', 'name', { name: 'a', at: 2, to: 'x' }), ensureMember('j', 'name', { name: 'c' })],
      'j:\n- name: a\n  at: 2 # 1\n  to: x\n- name: b\n- name: c\n',
    ],
    ['by a path with a value', 'j:\n  - name: a\n    v: 1\n', [set('j[name="a"].v', 2)], 'j:\n  - name: a\n    v: 2\n'],
    [
      'a key goes with the comment behind it',
      'a: 1\n# above\nb: # on\n  x: 1\n\n  y: 2 # behind\n# below\nc: 3\n',
      [remove('b')],
      'a: 1\n# above\n# below\nc: 3\n',
    ],
    ['the first key behind a dash', 'l:\n  - a: 1\n    b: 2\n', [remove('l[0].a')], 'l:\n  - b: 2\n'],
    [
      'the only key of a mapping',
      'a:\n  b: 1\nc: {d: 1, e: 2}\n',
      [remove('a.b'), remove('c.d')],
      'a: {}\nc: {e: 2}\n',
    ],
    ['the last line without a line end', 'a: 1\nb: 2', [remove('b')], 'a: 1\n'],
    ['what is not there', 'a: 1\n', [remove('b.c'), remove('x')], 'a: 1\n'],
    ['a file of nothing', '', [set('a.b', 'c')], 'a:\n  b: c\n'],
    ['a file of comments', '# head\n', [set('a', 1)], '# head\na: 1\n'],
    ['a file with a begin of the document', '---\na: 1\n...\n', [set('b', 2)], '---\na: 1\nb: 2\n...\n'],
    [
      'keys that are no words',
      '"a.b": 1\n80: x\n',
      [set(['a.b'], 2), set(['80'], 'z'), set(['k/l: m'], 1)],
      '"a.b": 2\n80: z\n"k/l: m": 1\n',
    ],
    [
      'secrets, in quotes of their own',
      'a: x\nl: [1]\n',
      [set('a', word), ensureItem('l', word)],
      'a: "p\\"w: #1"\nl: [1, "p\\"w: #1"]\n',
    ],
    ['a secret that is there already', "a: 'p\"w: #1' # c\n", [set('a', word)], "a: 'p\"w: #1' # c\n"],
    [
      'an anchor that an alias repeats',
      'a: &x {v: 1}\nb: *x\n',
      [set('a.v', 2)],
      /set a\.v would change more than it says, as where an alias repeats it/,
    ],
    [
      'by way of an alias',
      'a: &x {v: 1}\nb: *x\n',
      [set('b.v', 2)],
      /b stands for what the anchor x marks \(line 2, column 4\): edit it at its anchor/,
    ],
    ['an anchor for another kind', 'a: &x 1\n', [set('a', { b: 1 })], /a has a tag or an anchor \(x\)/],
    ['a tag', 'a: !Ref x\n', [set('a', 'y')], /a has a tag or an anchor \(!Ref\)/],
    [
      'a mapping where a list is',
      'a:\n  - 1\n',
      [set('a.b', 1)],
      /a is a list \(line 2, column 3\), and a\.b asks for a mapping/,
    ],
    ['no such item', 'a:\n  - n: 1\n', [set('a[n=2].v', 1)], /a \(line 2, column 3\) has no item a\[n=2\]: it has 1/],
    [
      'two items of one name',
      'a:\n  - n: 1\n  - n: 1\n',
      [set('a[n=1].v', 1)],
      /2 items of a match a\[n=1\] \(line 2, column 3; line 3, column 3\), one is wanted/,
    ],
    ['no YAML', 'a: [1\nb: 2\n', [set('a', 1)], /this is not YAML: .*line 2/],
    ['one key twice', 'a: 1\na: 2\n', [set('a', 1)], /this is not YAML: Map keys must be unique \(line 2, column 1\)/],
    [
      'several documents',
      'a: 1\n---\na: 2\n',
      [set('a', 1)],
      /the file holds 2 documents: say which is meant: document: 0/,
    ],
  ]

const test = suite('edits of YAML')
for (const [what, before, edits, after] of cases) {
  test(what, () => {
    const edited = editYaml(before, edits)
    if (after instanceof RegExp)
      assert.match('refusal' in edited ? `${edited.refusal}: ${edited.advice}` : edited.text, after)
    else assert.is('refusal' in edited ? edited.refusal : fill(edited.text), after)
  })
}

test('one of several documents: the others stay', () => {
  const edited = editYaml('a: 1\n---\n# two\na: 2\n---\na: 3\n', [set('a', 5), set('b', 'x')], { document: 1 })
  assert.is('text' in edited && edited.text, 'a: 1\n---\n# two\na: 5\nb: x\n---\na: 3\n')
})
test.run()
