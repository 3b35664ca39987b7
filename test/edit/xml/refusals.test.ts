import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal, sentence, UsageError } from '../../../lib/core/failure.ts'
import { secret } from '../../../lib/core/secret.ts'
import {
  attribute,
  commentOut,
  editXml,
  element,
  ensure,
  fragment,
  insert,
  only,
  remove,
  replace,
  setting,
  text,
  uncomment,
  type XmlEdit,
} from '../../../lib/edit/xml/index.ts'
import { bytes } from './laws.ts'

const file = `<Server>
  <Cache><Timeout>15</Timeout></Cache>
  <!--Old>1</Old-->
  <!-- see <Prose>1</Prose> here -->
  <Connector port="80"/>
  <Connector port="443"/>
  <Text>a=1
b=2
b=3</Text>
  <Deep><Timeout/></Deep>
  <User><Password>hunter2</Password></User>
</Server>
`

interface Situation {
  readonly what: string
  readonly edits: readonly XmlEdit[]
  readonly says: readonly RegExp[]
  readonly before?: string
}

const nothing: readonly XmlEdit[] = []

const situations: readonly Situation[] = [
  {
    what: 'another case',
    edits: [text('/Server/cache/Timeout', '1')],
    says: [
      /no element matches \/Server\/cache\/Timeout: <Server> \(line 1\) has no <cache>/,
      /line 2: <Cache>, which differs in case/,
    ],
  },
  {
    what: 'another place',
    edits: [text('/Server/Timeout', '1')],
    says: [/line 2: \/Server\/Cache\/Timeout; line 10: \/Server\/Deep\/Timeout/],
  },
  {
    what: 'a path that leaves out the root',
    edits: [text('/Cache/Timeout', '1')],
    says: [/the file has no <Cache>/, /line 2: \/Server\/Cache/],
  },
  {
    what: 'other values',
    edits: [attribute('/Server/Connector[@port="8080"]', 'x', '1')],
    says: [/line 5: <Connector> where @port is "80"; line 6: <Connector> where @port is "443"/],
  },
  {
    what: 'another text',
    edits: [text('/Server/Cache[Timeout="1"]/x', '1')],
    says: [/line 2: <Cache> where Timeout is "15"/],
  },
  {
    what: 'a password is not shown',
    edits: [text('//User[Password="x"]', '1')],
    says: [/<User> where Password differs/],
  },
  { what: 'in a comment', edits: [text('/Server/Old', '1')], says: [/line 3: in a comment/] },
  { what: 'in prose of a comment', edits: [uncomment('/Server/Prose')], says: [/line 4: in a comment/] },
  { what: 'nothing like it', edits: [remove('/Server/Nothing/x')], says: [/no element matches.*correct the path$/] },
  {
    what: 'more than one',
    edits: [attribute('//Connector', 'x', '1')],
    says: [/2 elements match \/\/Connector \(lines 5, 6\), one is wanted/, /each: true/],
  },
  {
    what: 'more than one by a key',
    edits: [ensure('/Server', 'Connector', element('Connector'))],
    says: [/2 elements match \/Server\/Connector/],
  },
  {
    what: 'no neighbour',
    edits: [ensure('/Server', 'New', element('New'), { position: { after: 'Conector' } })],
    says: [/no element matches \/Server\/Conector/],
  },
  {
    what: 'text over elements',
    edits: [text('/Server/Cache', 'x')],
    says: [/<Cache> on line 2 holds elements \(<Timeout>\)/],
  },
  { what: 'the root removed', edits: [remove('/Server')], says: [/root element/] },
  {
    what: 'a key that is not there',
    edits: [setting('/Server/Text', 'c', '1')],
    says: [/<Text> on line 7 has no line c=: it has a, b/],
  },
  { what: 'a key that is there twice', edits: [setting('/Server/Text', 'b', '1')], says: [/has 2 lines b=/] },
  { what: 'a setting of several lines', edits: [setting('/Server/Text', 'a', '1\n2')], says: [/several lines/] },
  {
    what: 'a setting that would end its CDATA section',
    edits: [setting('/a', 'b', 'x]]>y')],
    before: '<a><![CDATA[b=1]]></a>',
    says: [/does not fit in its CDATA section/],
  },
  {
    what: 'one inside the other',
    edits: [ensure('//a', 'b', element('b'), { each: true })],
    before: '<r><a><b><a><b x="1"/></a></b></a></r>',
    says: [/matches elements inside each other/],
  },
  { what: 'a second root', edits: [insert('after', '/Server', element('x'))], says: [/would break the file/] },
  {
    what: 'a comment in a comment',
    edits: [commentOut('/Server/A')],
    before: '<Server>\n<A>\n<!-- x --></A></Server>',
    says: [/<A> on line 2 cannot be commented out: it holds "--" on line 3/],
  },
  {
    what: 'a control character',
    edits: [text('/Server/Text', 'a\u0001')],
    says: [/a value holds the character U\+0001 at position 2/],
  },
  {
    what: 'half a surrogate pair in a fragment',
    edits: [insert('last', '/Server', element('x', {}, '\ud800'))],
    says: [/U\+D800/],
  },
  {
    what: 'a control character in a secret',
    edits: [text('/Server/Text', secret('db', { value: 'hunter2\0' }))],
    says: [/secret db holds the character U\+0000/],
  },
  {
    what: 'an edit that hides what it looks for',
    edits: [text('/Server/Cache[Timeout="15"]/Timeout', '16')],
    says: [/do not come to rest: they would be refused when made again/],
  },
  {
    what: 'a key that the fragment does not have',
    edits: [ensure('/Server', 'x[@a="1"]', element('x', { a: '2' }))],
    says: [/do not come to rest: line \d+ would be changed/],
  },
  {
    what: 'edits against each other',
    edits: [text('/Server/Cache/Timeout', '1'), replace('/Server/Cache', element('Cache'))],
    says: [/do not come to rest/],
  },

  {
    what: 'two roots',
    edits: nothing,
    before: '<a/>\n<b/>',
    says: [/^line 2, column \d+ is not well-formed XML: documents may contain only one root/],
  },
  {
    what: 'an attribute twice',
    edits: nothing,
    before: '<a>\n<b c="1" c="2"/></a>',
    says: [/^line 2, column \d+ .*duplicate attribute: c/],
  },
  {
    what: 'cut off',
    edits: nothing,
    before: '<a>\n  <b>',
    says: [/line 2.*unclosed tag: b \(<b> was opened on line 2\)/],
  },
  { what: 'cut off in a tag', edits: nothing, before: '<a><b c="1', says: [/not well-formed/] },
  {
    what: 'an end tag missing',
    edits: nothing,
    before: '<a>\n<b>\n</a>',
    says: [/line 3, column 4 .*<\/a> does not close <b> of line 2/],
  },
  { what: 'a bare &', edits: nothing, before: '<a>\n<b/>x & y\n</a>', says: [/line 2, column 7 .*"&"/] },
  { what: 'an unknown entity', edits: nothing, before: '<a>&constructor;</a>', says: [/undefined entity/] },
  {
    what: 'a prefix that is not declared, brought in',
    edits: [attribute('/Server', 'x:y', '1')],
    says: [/^attribute at \/Server would bring in the prefix x, which the file does not declare there/],
  },
  { what: 'nothing at all', edits: nothing, before: '', says: [/must contain a root element/] },
]

const refusals = suite('refusals of XML edits')
for (const { what, edits, says, before = file } of situations)
  refusals(what, () => {
    const result = editXml(bytes(before), edits)
    assert.ok(isRefusal(result), 'is refused')
    if (!isRefusal(result)) return
    for (const pattern of says) assert.match(sentence(result), pattern)
    assert.not.match(sentence(result), 'hunter2')
  })

const misuse: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['a path that ends early', () => text('/a[', 'x'), /path \/a\[: the name of an element/],
  ['a bracket that is not closed', () => text('/a[b="1"', 'x'), /"]" is wanted at column 9/],
  ['a value without quotes', () => text('/a[b=c]', 'x'), /a value in quotes/],
  ['text behind a path', () => text('/a b', 'x'), /the end of the path/],
  ['an attribute as target', () => text('/a/@b', 'x'), /the end of the path/],
  ['a key of two steps', () => ensure('/a', 'b/c', element('c')), /b\/c must be one step/],
  ['a key with a slash', () => only('/a', '/b', []), /must be one step/],
  ['a bad name of an attribute', () => attribute('/a', 'b c', 'x'), /"b c" is not a name/],
  ['a bad name of an element', () => element('b><c'), /is not a name/],
  ['a fragment cut off', () => fragment('<a><b></a>'), /not well-formed/],
  ['a fragment of two elements', () => fragment('<a/><b/>'), /not well-formed/],
  ['a fragment with an instruction', () => fragment('<a><?p q?></a>'), /not: instruction/],
]
for (const [what, make, says] of misuse)
  refusals(`${what} is bad usage`, () =>
    assert.throws(make, (error: Error) => error instanceof UsageError && says.test(error.message)),
  )

refusals.run()
