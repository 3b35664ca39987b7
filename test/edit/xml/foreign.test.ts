import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal, sentence } from '../../../lib/core/failure.ts'
import {
  attribute,
  commentOut,
  editXml,
  element,
  ensure,
  insert,
  remove,
  text,
  uncomment,
  type XmlEdit,
} from '../../../lib/edit/xml/index.ts'
import { bytes, editedText } from './laws.ts'

const test = suite('XML that a parser by itself does not understand')

const refused = (before: string, edits: readonly XmlEdit[], namespaces = {}): string => {
  const result = editXml(bytes(before), edits, { namespaces })
  assert.ok(isRefusal(result))
  return sentence(result)
}

const topic = `<?xml version="1.0"?>
<!DOCTYPE topic SYSTEM "topic.dtd" [
  <!ENTITY myent "TEST">
  <!ENTITY other SYSTEM "other.xml">
]>
<topic id="&myent;">
  <title>About &myent; &amp; more&nbsp;</title>
  &other;
  <!--<old>&myent;</old>-->
  <note>plain</note>
</topic>
`

test('entities of a DTD stay, in text, in attributes and by themselves', () => {
  assert.is(
    editedText(topic, [text('/topic/note', 'a & b'), attribute('/topic', 'lang', 'en')]),
    topic.replace('plain', 'a &amp; b').replace('"&myent;">\n  <t', '"&myent;" lang="en">\n  <t'),
  )
})

test('an element in a comment may hold such entities', () => {
  const opened = editedText(topic, [uncomment('/topic/old')])
  assert.is(opened, topic.replace('<!--<old>&myent;</old>-->', '<old>&myent;</old>'))
  assert.is(
    editedText(opened, [commentOut('/topic/old')]),
    topic.replace('<!--<old>', '<!-- <old>').replace('</old>-->', '</old> -->'),
  )
})

test('such an entity equals no text: one that is asked for in its place is written', () => {
  const file = '<!DOCTYPE a>\n<a><b>&x;</b></a>'
  assert.is(editedText(file, [text('/a/b', '&x;')]), '<!DOCTYPE a>\n<a><b>&amp;x;</b></a>')
  assert.is(editedText(file, [ensure('/a', 'b', element('b', {}, 'x'))]), '<!DOCTYPE a>\n<a><b>x</b></a>')
  assert.match(refused(file, [remove('/a/b[.="TEST"]/c')]), /<b> where its text is "&x;"/)
})

test('without a DTD an entity that nobody knows is a fault of the file', () => {
  assert.match(refused('<a>\n&x;</a>', []), /^line 2, column 3 is not well-formed XML: undefined entity/)
  assert.match(
    refused('<!DOCTYPE a>\n<a>& x;</a>', []),
    /^line 2, column 4 is not well-formed XML: a "&" that begins no entity/,
  )
})

const log4j = `<!DOCTYPE log4j:configuration SYSTEM "log4j.dtd">
<log4j:configuration debug="true">
  <appender name="A" x:class="c">
    <param name="Threshold" value="WARN"/>
  </appender>
</log4j:configuration>
`

test('a prefix that nobody declares is a part of the name', () => {
  const wanted = log4j.replace('WARN', 'INFO').replace('debug="true"', 'debug="false"')
  const value = (path: string) => attribute(`${path}/appender/param[@name="Threshold"]`, 'value', 'INFO')
  for (const path of ['/log4j:configuration', '/configuration', '/*'])
    assert.is(editedText(log4j, [value(path), attribute(path, 'debug', 'false')]), wanted)
  assert.is(editedText(log4j, [attribute('//appender', 'x:class', 'd')]), log4j.replace('"c"', '"d"'))
  assert.is(editedText(log4j, [attribute('//appender', 'x:other', '1')]), log4j.replace('"c"', '"c" x:other="1"'))
})

test('a prefix that nobody declares is not brought in', () => {
  for (const edit of [
    attribute('/a', 'y:b', '1'),
    insert('last', '/a', element('y:b')),
    ensure('/a', 'y:b', element('y:b')),
  ])
    assert.match(
      refused('<a xmlns:x="urn:x"><x:c/></a>', [edit]),
      /at \/a would bring in the prefix y, which the file does not declare there: .* xmlns:y="the namespace"/,
    )
  const declared = element('y:b', { 'xmlns:y': 'urn:y' })
  assert.is(editedText('<a>1</a>', [insert('last', '/a', declared)]), '<a>1<y:b xmlns:y="urn:y"/></a>')
})

const policy = '<p:Policy xmlns:p="urn:p" xmlns:u="urn:utility"><p:All u:Id="1"/></p:Policy>'
const namespaces = { wsu: 'urn:utility', p: 'urn:other' }

test('a new attribute gets the prefix that the file has for its namespace', () => {
  assert.is(
    editedText(policy, [attribute('//Policy', 'wsu:Id', '2')], { namespaces }),
    policy.replace('utility"', 'utility" u:Id="2"'),
  )
  assert.is(editedText(policy, [attribute('//All', 'wsu:Id', '2')], { namespaces }), policy.replace('"1"', '"2"'))
  const beside = [attribute('//All', 'wsu:Ref', '2', { before: 'wsu:Id' })]
  assert.is(editedText(policy, beside, { namespaces }), policy.replace('u:Id', 'u:Ref="2" u:Id'))
})

test('a namespace that the file does not have is declared beside its attribute', () => {
  assert.is(
    editedText('<a>\n<b c="1"/></a>', [attribute('/a/b', 'wsu:Id', '2')], { namespaces }),
    '<a>\n<b c="1" xmlns:wsu="urn:utility" wsu:Id="2"/></a>',
  )
  assert.is(
    editedText('<a/>', [attribute('/a', 'wsu:Id', '2')], { namespaces }),
    '<a xmlns:wsu="urn:utility" wsu:Id="2"/>',
  )
})

test('a prefix that stands for another namespace there is told', () => {
  assert.match(
    refused(policy, [attribute('//All', 'p:x', '1')], namespaces),
    /^the prefix p stands for "urn:p" in <p:All>, and none for "urn:other": name the namespace by another prefix/,
  )
  assert.is(editedText(policy, [attribute('//All', 'p:x', undefined)], { namespaces }), policy)
})

test('a prefix that is declared anew inside means what it says there', () => {
  const file = '<a xmlns:n="urn:1"><n:b xmlns:n="urn:2"><n:c/></n:b><n:c/></a>'
  assert.is(
    editedText(file, [text('/a/n:c', 'x')], { namespaces: { n: 'urn:1' } }),
    file.replace('<n:c/></a>', '<n:c>x</n:c></a>'),
  )
  assert.is(
    editedText(file, [text('//n:c', 'x')], { namespaces: { n: 'urn:2' } }),
    file.replace('<n:c/></n:b>', '<n:c>x</n:c></n:b>'),
  )
})

test('elements inside each other: a thousand are read, more are refused, however many', () => {
  const nested = (depth: number) => `${'<a>'.repeat(depth)}x${'</a>'.repeat(depth)}`
  assert.is(editedText(nested(1000), [text('//a[not(a)]', 'y')]), nested(1000).replace('x', 'y'))
  for (const depth of [1001, 100_000])
    assert.match(refused(nested(depth), []), /^<a> on line 1 stands in more than 1000 other elements: /)
})

/** Each would take minutes where work grows with the square of the size. */
test('names, tags, texts and comments of a megabyte', () => {
  const long = 'n'.repeat(1 << 20)
  const blank = ' '.repeat(1 << 20)
  const many = Array.from({ length: 20_000 }, (_, n) => ` a${n}="1"`).join('')
  assert.is(editedText(`<a><${long}/></a>`, [attribute('/a', 'b', '1')]), `<a b="1"><${long}/></a>`)
  assert.is(editedText(`<a ${long}="1"/>`, [attribute('/a', 'b', '1')]), `<a ${long}="1" b="1"/>`)
  assert.is(editedText(`<a><b${many}/></a>`, [text('/a/b', 'x')]), `<a><b${many}>x</b></a>`)
  assert.is(editedText(`<a><b${blank}c="1"${blank}/></a>`, [text('/a/b', 'x')]), `<a><b${blank}c="1">x</b></a>`)
  assert.is(
    editedText(`<a><b>${blank}x</b></a>`, [attribute('/a/b[.="x"]', 'c', '1')]),
    `<a><b c="1">${blank}x</b></a>`,
  )
  assert.is(editedText(`<a><b>x${blank}y</b></a>`, [text('/a/b', 'z')]), '<a><b>z</b></a>')
  assert.is(editedText(`<a><!--${blank}-->${blank}<b/></a>`, [uncomment('/a/b')]), `<a><!--${blank}-->${blank}<b/></a>`)
})

test.run()
