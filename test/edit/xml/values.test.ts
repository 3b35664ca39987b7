import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../../lib/core/secret.ts'
import { attribute, element, insert, setting, text, type XmlEdit } from '../../../lib/edit/xml/index.ts'
import { editedText } from './laws.ts'

interface Situation {
  readonly what: string
  readonly before: string
  readonly edits: readonly XmlEdit[]
  readonly after: string
}

const situations: readonly Situation[] = [
  { what: 'text', before: '<a><b>1</b></a>', edits: [text('/a/b', '2')], after: '<a><b>2</b></a>' },
  {
    what: 'text that is so already',
    before: '<a>x &amp; &#121;</a>',
    edits: [text('/a', 'x & y')],
    after: '<a>x &amp; &#121;</a>',
  },
  {
    what: 'text, escaped once',
    before: '<a>1</a>',
    edits: [text('a', '&amp; <b> ]]> "\'')],
    after: '<a>&amp;amp; &lt;b&gt; ]]&gt; "\'</a>',
  },
  {
    what: 'text of a secret',
    before: '<a/>',
    edits: [text('/a', secret('s', { value: 'p&q' }))],
    after: '<a>p&amp;q</a>',
  },
  { what: 'text into <a/>', before: '<r><a b="1" /></r>', edits: [text('//a', 'x')], after: '<r><a b="1">x</a></r>' },
  { what: 'text into <a></a>', before: '<a></a>', edits: [text('/a', 'x')], after: '<a>x</a>' },
  { what: 'text to nothing', before: '<a> x </a>', edits: [text('/a', '')], after: '<a></a>' },
  {
    what: 'text beside a comment',
    before: '<a>\n x<!-- c -->y</a>',
    edits: [text('/a', 'z')],
    after: '<a>z<!-- c --></a>',
  },
  {
    what: 'text of several lines in a file with CRLF',
    before: '<a>\r\n<b/>\r\n</a>',
    edits: [text('//b', '1\n2')],
    after: '<a>\r\n<b>1\r\n2</b>\r\n</a>',
  },
  { what: 'a carriage return in text', before: '<a/>', edits: [text('/a', '1\r2')], after: '<a>1&#13;2</a>' },
  {
    what: 'text in CDATA',
    before: '<a>\n <![CDATA[x]]>\n</a>',
    edits: [text('/a', 'a<b&c')],
    after: '<a>\n <![CDATA[a<b&c]]>\n</a>',
  },
  {
    what: 'the end mark of CDATA in CDATA',
    before: '<a><![CDATA[]]></a>',
    edits: [text('/a', 'x]]>y')],
    after: '<a><![CDATA[x]]]]><![CDATA[>y]]></a>',
  },
  {
    what: 'each of several',
    before: '<a><b>1</b><b>2</b></a>',
    edits: [text('/a/b', '2', { each: true })],
    after: '<a><b>2</b><b>2</b></a>',
  },
  {
    what: 'an optional one that is not there',
    before: '<a/>',
    edits: [text('/a/b', '2', { optional: true })],
    after: '<a/>',
  },
  {
    what: 'on the result of the edit before',
    before: '<a><b/></a>',
    edits: [attribute('/a/b', 'n', '1'), text('/a/b[@n="1"]', 'x'), text('/a/b', 'x')],
    after: '<a><b n="1">x</b></a>',
  },
  { what: 'a byte order mark', before: '\ufeff<a>1</a>', edits: [text('/a', '2')], after: '\ufeff<a>2</a>' },
  {
    what: 'a document type, instructions, astral characters',
    before: '<?xml version="1.0"?><!DOCTYPE a [<!ELEMENT a ANY>]><?p <x>?>\n<a>😀<b>1</b></a>\n<!-- <b>-->',
    edits: [text('/a/b', '😀')],
    after: '<?xml version="1.0"?><!DOCTYPE a [<!ELEMENT a ANY>]><?p <x>?>\n<a>😀<b>😀</b></a>\n<!-- <b>-->',
  },

  {
    what: 'an attribute in its own quotes',
    before: "<a b = '1'/>",
    edits: [attribute('/a', 'b', `"'<&\t\n`)],
    after: `<a b = '"&apos;&lt;&amp;&#9;&#10;'/>`,
  },
  {
    what: 'an attribute with > inside',
    before: '<a b="x>y" c="1"/>',
    edits: [attribute('/a', 'c', '2')],
    after: '<a b="x>y" c="2"/>',
  },
  { what: 'a first attribute', before: '<a />', edits: [attribute('/a', 'b', '"')], after: '<a b="&quot;" />' },
  {
    what: 'an attribute on its own line',
    before: '<a b="1"\r\n   c="2"/>',
    edits: [attribute('/a', 'd', '3')],
    after: '<a b="1"\r\n   c="2"\r\n   d="3"/>',
  },
  {
    what: 'an attribute after the first',
    before: '<a b="1"\n   c="2"/>',
    edits: [attribute('/a', 'd', '3', { after: 'b' })],
    after: '<a b="1"\n   d="3"\n   c="2"/>',
  },
  {
    what: 'an attribute before another',
    before: '<a b="1"\n   c="2"/>',
    edits: [attribute('/a', 'd', '3', { before: 'c' })],
    after: '<a b="1"\n   d="3"\n   c="2"/>',
  },
  {
    what: 'an attribute after one that is not there',
    before: '<a b="1"/>',
    edits: [attribute('/a', 'd', '3', { after: 'x' })],
    after: '<a b="1" d="3"/>',
  },
  {
    what: 'an attribute taken away',
    before: '<a b="1"\n   c="2"/>',
    edits: [attribute('/a', 'c', undefined)],
    after: '<a b="1"/>',
  },
  {
    what: 'setting in CDATA',
    before: '<a><![CDATA[\n h=\n  p = 1 \n]]></a>',
    edits: [setting('/a', 'h', 'x&<'), setting('/a', 'p', '2')],
    after: '<a><![CDATA[\n h=x&<\n  p = 2 \n]]></a>',
  },
  {
    what: 'setting in text',
    before: '<a>h=1\r\np=2</a>',
    edits: [setting('/a', 'h', 'x&'), setting('/a', 'p', '3')],
    after: '<a>h=x&amp;\r\np=3</a>',
  },
  { what: 'setting that is so already', before: '<a>h=1</a>', edits: [setting('/a', 'h', '1')], after: '<a>h=1</a>' },
]

const values = suite('texts and attributes as edits of XML')
for (const { what, before, edits: wishes, after } of situations)
  values(what, () => assert.is(editedText(before, wishes), after))

values('what comes to the same in the end is no change', () =>
  assert.is(editedText('<a>1</a>', [text('/a', '2'), text('/a', '1')]), '<a>1</a>'),
)

values('a secret is not part of an edit as data', () => {
  const edit = insert(
    'last',
    '/a',
    element('b', { c: secret('k', { value: 'hidden' }) }, secret('k', { value: 'hidden' })),
  )
  assert.not.match(JSON.stringify(edit), 'hidden')
})

values.run()
