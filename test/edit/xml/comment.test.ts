import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { commentOut, uncomment, type XmlEdit } from '../../../lib/edit/xml/index.ts'
import { editedText } from './laws.ts'

interface Situation {
  readonly what: string
  readonly before: string
  readonly edits: readonly XmlEdit[]
  readonly after: string
}

const situations: readonly Situation[] = [
  {
    what: 'whole style',
    before: '<a>\n  <!-- <b c="1">x</b> -->\n</a>',
    edits: [uncomment('/a/b')],
    after: '<a>\n  <b c="1">x</b>\n</a>',
  },
  {
    what: 'half style',
    before: '<a>\r\n  <!--b c="1">\r\n    <d/>\r\n  </b-->\r\n</a>',
    edits: [uncomment('/a/b[@c="1"]')],
    after: '<a>\r\n  <b c="1">\r\n    <d/>\r\n  </b>\r\n</a>',
  },
  {
    what: 'half style, empty element',
    before: '<a><!--b c="1"/--></a>',
    edits: [uncomment('/a/b')],
    after: '<a><b c="1"/></a>',
  },
  {
    what: 'half style with a blank',
    before: '<a><!-- b>x</b--></a>',
    edits: [uncomment('/a/b')],
    after: '<a><b>x</b></a>',
  },
  {
    what: 'marks on lines of their own',
    before: '<a>\r\n  <!--\r\n    <b>\r\n      x\r\n    </b>\r\n  -->\r\n  <c/>\r\n</a>',
    edits: [uncomment('/a/b')],
    after: '<a>\r\n    <b>\r\n      x\r\n    </b>\r\n  <c/>\r\n</a>',
  },
  {
    what: 'one of several, by an attribute',
    before: '<a>\n<!--b n="1"><p/></b-->\n<!--b n="2"><p/></b-->\n</a>',
    edits: [uncomment('/a/b[@n="2"]')],
    after: '<a>\n<!--b n="1"><p/></b-->\n<b n="2"><p/></b>\n</a>',
  },
  {
    what: 'one of several, by a child',
    before: '<a>\n<!--b><p>1</p></b-->\n<!--b><p>2</p></b-->\n</a>',
    edits: [uncomment('//b[p="2"]')],
    after: '<a>\n<!--b><p>1</p></b-->\n<b><p>2</p></b>\n</a>',
  },
  {
    what: 'one of several, by position',
    before: '<a>\n<!--b>1</b-->\n<!--b>2</b-->\n</a>',
    edits: [uncomment('/a/b[.="1"]'), uncomment('/a/b[.="2"]')],
    after: '<a>\n<b>1</b>\n<b>2</b>\n</a>',
  },
  {
    what: 'each of several',
    before: '<a><!--b n="1"/--><!-- <b n="2"/> --></a>',
    edits: [uncomment('/a/b', { each: true })],
    after: '<a><b n="1"/><b n="2"/></a>',
  },
  {
    what: 'live already',
    before: '<a><b/><!-- <b/> --></a>',
    edits: [uncomment('/a/b')],
    after: '<a><b/><!-- <b/> --></a>',
  },
  { what: 'not there, and need not be', before: '<a/>', edits: [uncomment('/a/b', { optional: true })], after: '<a/>' },
  {
    what: 'with a prefix that is declared around the comment',
    before: '<a xmlns:s="urn:s"><!-- <b s:t="1"/> --></a>',
    edits: [uncomment('/a/b[@s:t="1"]')],
    after: '<a xmlns:s="urn:s"><b s:t="1"/></a>',
  },
  {
    what: 'commented out like those beside it',
    before: '<a>\n <!--b>1</b-->\n <c>2</c>\n</a>',
    edits: [commentOut('/a/c')],
    after: '<a>\n <!--b>1</b-->\n <!--c>2</c-->\n</a>',
  },
  {
    what: 'commented out where nothing is to be like',
    before: '<a>\n <c>\n </c>\n</a>',
    edits: [commentOut('/a/c')],
    after: '<a>\n <!-- <c>\n </c> -->\n</a>',
  },
  {
    what: 'a name that ends in a dash',
    before: '<a><!--b/--><c->1</c-></a>',
    edits: [commentOut('/a/c-')],
    after: '<a><!--b/--><!-- <c->1</c-> --></a>',
  },
  {
    what: 'in a comment already',
    before: '<a><!-- <b/> --></a>',
    edits: [commentOut('/a/b')],
    after: '<a><!-- <b/> --></a>',
  },
  {
    what: 'one store for another',
    before: '<r>\n  <!--s class="jdbc">\n  </s-->\n  <!-- about <s> -->\n  <s class="ldap">\n  </s>\n</r>',
    edits: [uncomment('/r/s[@class="jdbc"]'), commentOut('/r/s[@class="ldap"]')],
    after: '<r>\n  <s class="jdbc">\n  </s>\n  <!-- about <s> -->\n  <!-- <s class="ldap">\n  </s> -->\n</r>',
  },
]

const comments = suite('comments as edits of XML')
for (const { what, before, edits, after } of situations)
  comments(what, () => assert.is(editedText(before, edits), after))

comments('what is commented out comes back as the same bytes', () => {
  const elements = ['<b/>', '<b c="1" >x</b >', '<b>\r\n\t<c/>\r\n</b>', '<b><![CDATA[-]]>-</b>', '<b->1</b->']
  for (const neighbour of ['', '<!--x/-->', '<!-- <x/> -->'])
    for (const element of elements) {
      const before = `<a>\r\n  ${neighbour}${element} y\r\n</a>`
      const name = element.startsWith('<b-') ? 'b-' : 'b'
      assert.is(editedText(editedText(before, [commentOut(`/a/${name}`)]), [uncomment(`/a/${name}`)]), before)
    }
})

comments.run()
