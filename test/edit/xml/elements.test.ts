import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { element, ensure, fragment, insert, only, remove, replace, type XmlEdit } from '../../../lib/edit/xml/index.ts'
import { editedText } from './laws.ts'

interface Situation {
  readonly what: string
  readonly before: string
  readonly edits: readonly XmlEdit[]
  readonly after: string
}

const member = (host: string, port: number) =>
  element('member', {}, [element('hostName', {}, host), element('port', {}, port)])

const situations: readonly Situation[] = [
  {
    what: 'last, with tabs and CRLF',
    before: '<a>\r\n\t<b/>\r\n</a>',
    edits: [insert('last', '/a', element('c', {}, [element('d')]))],
    after: '<a>\r\n\t<b/>\r\n\t<c>\r\n\t\t<d/>\r\n\t</c>\r\n</a>',
  },
  {
    what: 'first, before a comment',
    before: '<a>\n  <!-- x -->\n  <b/>\n</a>',
    edits: [insert('first', '/a', element('c'))],
    after: '<a>\n  <c/>\n  <!-- x -->\n  <b/>\n</a>',
  },
  {
    what: 'after, behind the comment on its line',
    before: '<a>\n  <b/> <!-- b -->\n</a>',
    edits: [insert('after', '/a/b', element('c'))],
    after: '<a>\n  <b/> <!-- b -->\n  <c/>\n</a>',
  },
  {
    what: 'before',
    before: '<a>\n  <b/>\n</a>',
    edits: [insert('before', '/a/b', element('c'))],
    after: '<a>\n  <c/>\n  <b/>\n</a>',
  },
  {
    what: 'on one line',
    before: '<a><b/></a>',
    edits: [insert('after', '/a/b', element('c', {}, [element('d')]))],
    after: '<a><b/><c><d/></c></a>',
  },
  {
    what: 'into <a/>',
    before: '<r>\n\t<a/>\n</r>',
    edits: [insert('last', '//a', element('c'))],
    after: '<r>\n\t<a>\n\t\t<c/>\n\t</a>\n</r>',
  },
  {
    what: 'into white space',
    before: '<r>\n <a>\n </a>\n</r>',
    edits: [insert('last', '//a', element('c'))],
    after: '<r>\n <a>\n  <c/>\n </a>\n</r>',
  },
  {
    what: 'into text',
    before: '<p>see <b>this</b> too</p>',
    edits: [insert('last', '/p', element('i', {}, 'x'))],
    after: '<p>see <b>this</b> too<i>x</i></p>',
  },
  {
    what: 'each line end where it is used',
    before: '<a>\r\n <b>\n  <c/>\n </b>\r\n</a>',
    edits: [insert('last', '/a/b', element('d')), insert('last', '/a', element('e'))],
    after: '<a>\r\n <b>\n  <c/>\n  <d/>\n </b>\n <e/>\r\n</a>',
  },
  {
    what: 'one that is there already',
    before: '<a><c x="1" y="2"> <d/> <!-- n --></c><b/></a>',
    edits: [insert('after', '/a/b', fragment('<c y="2" x="1"><d/></c>'))],
    after: '<a><c x="1" y="2"> <d/> <!-- n --></c><b/></a>',
  },
  {
    what: 'mixed content stays as written',
    before: '<a>\n  <b/>\n</a>',
    edits: [insert('last', '/a', fragment('<p>1 <b>2</b> 3</p>'))],
    after: '<a>\n  <b/>\n  <p>1 <b>2</b> 3</p>\n</a>',
  },
  {
    what: 'text and attributes of a fragment, escaped once',
    before: '<a>\n  <b/>\n</a>',
    edits: [insert('last', '/a', element('c', { d: '&amp;<"\n' }, '&amp;<\r]]>'))],
    after: '<a>\n  <b/>\n  <c d="&amp;amp;&lt;&quot;&#10;">&amp;amp;&lt;&#13;]]&gt;</c>\n</a>',
  },
  {
    what: 'CDATA and a comment of a fragment',
    before: '<a/>',
    edits: [
      insert('last', '/a', fragment('<c><![CDATA[<&]]></c>')),
      insert('last', '/a', fragment('<d><!-- x --><e/></d>')),
    ],
    after: '<a>\n    <c><![CDATA[<&]]></c>\n    <d>\n        <!-- x -->\n        <e/>\n    </d>\n</a>',
  },

  {
    what: 'remove with its line',
    before: '<a>\r\n  <b/>\r\n  <c>\r\n  </c>  \r\n</a>',
    edits: [remove('/a/c')],
    after: '<a>\r\n  <b/>\r\n</a>',
  },
  { what: 'remove from a line', before: '<a><b/> <c/></a>', edits: [remove('/a/b')], after: '<a> <c/></a>' },
  {
    what: 'remove one inside another',
    before: '<a><b><b/></b></a>',
    edits: [remove('//b', { each: true })],
    after: '<a></a>',
  },
  {
    what: 'replace in place',
    before: '<a>\n  <b x="1"><!-- k --><c>1</c></b>\n</a>',
    edits: [replace('/a/b', fragment('<b x="1"><c>2</c></b>'))],
    after: '<a>\n  <b x="1"><!-- k --><c>2</c></b>\n</a>',
  },
  {
    what: 'replace by another element',
    before: '<a>\n  <b/>\n</a>',
    edits: [replace('/a/b', fragment('<c><d/></c>'))],
    after: '<a>\n  <c>\n    <d/>\n  </c>\n</a>',
  },

  {
    what: 'ensure: absent',
    before: '<a>\n  <b n="1"/>\n  <c/>\n</a>',
    edits: [ensure('/a', 'b[@n="2"]', element('b', { n: 2 }), { position: { after: 'b' } })],
    after: '<a>\n  <b n="1"/>\n  <b n="2"/>\n  <c/>\n</a>',
  },
  {
    what: 'ensure: absent, before',
    before: '<a>\n  <b n="1"/>\n  <c/>\n</a>',
    edits: [ensure('/a', 'd', element('d'), { position: { before: 'c' } })],
    after: '<a>\n  <b n="1"/>\n  <d/>\n  <c/>\n</a>',
  },
  {
    what: 'ensure: equal',
    before: '<a><b n="1" m="2"> <c> x\n</c><!-- y --></b></a>',
    edits: [ensure('/a', 'b[@n="1"]', fragment('<b m="2" n="1"><c>x</c></b>'))],
    after: '<a><b n="1" m="2"> <c> x\n</c><!-- y --></b></a>',
  },
  {
    what: 'ensure: leaves changed in place',
    before: '<a>\n  <b n="1" old="1"><!-- k -->\n    <c>1</c>\n    <d><![CDATA[2]]></d></b>\n</a>',
    edits: [ensure('/a', 'b[@n="1"]', fragment('<b n="1" z="9"><c>3</c><d>4</d></b>'))],
    after: '<a>\n  <b n="1" z="9"><!-- k -->\n    <c>3</c>\n    <d><![CDATA[4]]></d></b>\n</a>',
  },
  {
    what: 'ensure: other children, so written anew',
    before: '<a>\n  <b n="1">\n    <c>1</c>\n  </b>\n</a>',
    edits: [ensure('/a', 'b[@n="1"]', fragment('<b n="1"><c>1</c><d/></b>'))],
    after: '<a>\n  <b n="1">\n    <c>1</c>\n    <d/>\n  </b>\n</a>',
  },
  {
    what: 'ensure: white space that is asked for counts',
    before: '<a><b>x</b></a>',
    edits: [ensure('/a', 'b', element('b', {}, ' x '))],
    after: '<a><b> x </b></a>',
  },
  {
    what: 'ensure: a no-break space is no white space',
    before: '<a><b>x\u00a0</b></a>',
    edits: [ensure('/a', 'b', element('b', {}, 'x'))],
    after: '<a><b>x</b></a>',
  },

  {
    what: 'only: grows',
    before: '<m>\n <member>\n  <hostName>127.0.0.1</hostName>\n  <port>4000</port>\n </member>\n</m>',
    edits: [only('/m', 'member', [member('a', 4000), member('b', 4001)])],
    after:
      '<m>\n <member>\n  <hostName>a</hostName>\n  <port>4000</port>\n </member>\n <member>\n  <hostName>b</hostName>\n  <port>4001</port>\n </member>\n</m>',
  },
  {
    what: 'only: shrinks, keeping what stays',
    before: '<m>\n <x>1</x>\n <y/>\n <x>2</x> <!-- two -->\n</m>',
    edits: [only('/m', 'x', [element('x', {}, '2')])],
    after: '<m>\n <y/>\n <x>2</x> <!-- two -->\n</m>',
  },
  {
    what: 'only: put in the middle',
    before: '<m>\n <x>1</x>\n <x>3</x>\n</m>',
    edits: [
      only(
        '/m',
        'x',
        ['1', '2', '3'].map((n) => element('x', {}, n)),
      ),
    ],
    after: '<m>\n <x>1</x>\n <x>2</x>\n <x>3</x>\n</m>',
  },
  {
    what: 'only: put first',
    before: '<m>\n <x>2</x>\n</m>',
    edits: [
      only(
        '/m',
        'x',
        ['1', '2'].map((n) => element('x', {}, n)),
      ),
    ],
    after: '<m>\n <x>1</x>\n <x>2</x>\n</m>',
  },
  {
    what: 'only: into nothing',
    before: '<m/>',
    edits: [only('/m', 'x', [element('x'), element('x', { y: 1 })])],
    after: '<m>\n    <x/>\n    <x y="1"/>\n</m>',
  },
  { what: 'only: none', before: '<m>\n <x/>\n <x/>\n</m>', edits: [only('/m', 'x', [])], after: '<m>\n</m>' },
]

const elements = suite('elements as edits of XML')
for (const { what, before, edits, after } of situations)
  elements(what, () => assert.is(editedText(before, edits), after))

elements.run()
