import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { charset } from '../../../lib/core/encoding.ts'
import { isRefusal, sentence } from '../../../lib/core/failure.ts'
import { attribute, editXml, element, ensure, insert, text, type XmlEdit } from '../../../lib/edit/xml/index.ts'
import { edited } from './laws.ts'

const latin = (content: string) => Buffer.from(content, 'latin1')
const declared = (encoding: string, content: string) => latin(`<?xml version="1.0" encoding="${encoding}"?>${content}`)

const situations: readonly (readonly [string, Buffer, readonly XmlEdit[], Buffer])[] = [
  [
    'ISO-8859-1',
    declared('ISO-8859-1', '<a b="\xe4">\xe9\x85</a>'),
    [attribute('/a', 'c', 'ü€')],
    declared('ISO-8859-1', '<a b="\xe4" c="\xfc&#8364;">\xe9\x85</a>'),
  ],
  [
    'iso-8859-1, lower case',
    declared('iso-8859-1', '<a/>'),
    [text('/a', 'é😀')],
    declared('iso-8859-1', '<a>\xe9&#128512;</a>'),
  ],
  [
    'US-ASCII',
    declared('US-ASCII', '\n<a/>'),
    [insert('last', '/a', element('b', { c: 'é' }, 'ü'))],
    declared('US-ASCII', '\n<a>\n    <b c="&#233;">&#252;</b>\n</a>'),
  ],
  [
    'windows-1252',
    declared('windows-1252', '<a>\x80</a>'),
    [text('/a', '€–\u0081')],
    declared('windows-1252', '<a>\x80\x96&#129;</a>'),
  ],
  [
    'CDATA in ISO-8859-1',
    declared('ISO-8859-1', '<a><![CDATA[x]]></a>'),
    [text('/a', 'a€b]]>c')],
    declared('ISO-8859-1', '<a><![CDATA[a]]>&#8364;<![CDATA[b]]]]><![CDATA[>c]]></a>'),
  ],
  [
    'UTF-8 with a mark and a declaration',
    Buffer.concat([latin('\xef\xbb\xbf'), declared('UTF-8', '<a/>')]),
    [text('/a', '€')],
    Buffer.concat([latin('\xef\xbb\xbf'), declared('UTF-8', ''), Buffer.from('<a>€</a>')]),
  ],
  [
    'UTF-8 in single quotes',
    Buffer.from(`<?xml version='1.0' encoding='utf-8'?><a>ä</a>`),
    [text('/a', 'ö')],
    Buffer.from(`<?xml version='1.0' encoding='utf-8'?><a>ö</a>`),
  ],
  [
    'a reference to what a file could hold',
    declared('ISO-8859-1', '<a>&#233;&#x20ac;</a>'),
    [text('/a', 'é€')],
    declared('ISO-8859-1', '<a>&#233;&#x20ac;</a>'),
  ],
  [
    'ensure with what the file cannot hold',
    declared('US-ASCII', '<a>\n  <b/>\n</a>'),
    [ensure('/a', 'c', element('c', {}, 'é'))],
    declared('US-ASCII', '<a>\n  <b/>\n  <c>&#233;</c>\n</a>'),
  ],
]

const encodings = suite('encodings of XML')
for (const [what, before, edits, after] of situations)
  encodings(what, () => assert.is(Buffer.from(edited(before, edits)).toString('latin1'), after.toString('latin1')))

const refused: readonly (readonly [string, Buffer, RegExp])[] = [
  ['bytes that are not UTF-8', latin('<a>\n<b>\xe9</b></a>'), /line 2 is not valid UTF-8/],
  ['UTF-8 cut off', latin('<a/>\n\xc3'), /line 2 is not valid UTF-8/],
  ['a surrogate in UTF-8', latin('<a>\xed\xa0\x80</a>'), /line 1 is not valid UTF-8/],
  ['bytes that are not ASCII', declared('US-ASCII', '\n<a>\xe9</a>'), /byte 0xe9 on line 2 is not valid US-ASCII/],
  ['a byte that windows-1252 leaves out', declared('windows-1252', '<a>\x81</a>'), /byte 0x81/],
  ['UTF-16 with a mark', Buffer.from('\ufeff<a/>', 'utf16le'), /UTF-16 is not supported/],
  ['UTF-16 without a mark', Buffer.from('<a/>', 'utf16le'), /UTF-16 is not supported/],
  ['UTF-16 as a declaration only', declared('UTF-16', '<a/>'), /UTF-16 is not supported/],
  ['an unknown encoding', declared('EBCDIC-x', '<a/>'), /EBCDIC-x is not supported: convert the file to UTF-8/],
  [
    'a mark against the declaration',
    Buffer.concat([latin('\xef\xbb\xbf'), declared('ISO-8859-1', '<a/>')]),
    /byte order mark and declares ISO-8859-1/,
  ],
]
for (const [what, before, says] of refused)
  encodings(`${what}: refused`, () => {
    const result = editXml(before, [])
    assert.ok(isRefusal(result))
    assert.match(isRefusal(result) ? sentence(result) : '', says)
  })

encodings('every byte that a charset knows comes back', () => {
  for (const [label, count] of [
    ['us-ascii', 128],
    ['iso-8859-1', 256],
    ['windows-1252', 251],
  ] as const) {
    const found = charset(label)
    const known = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)).filter(
      (bytes) => !isRefusal(found?.decode(bytes)),
    )
    assert.is(known.length, count)
    for (const bytes of known) assert.equal(found?.encode(found.decode(bytes) as string), bytes)
  }
  assert.is(charset('windows-1252')?.decode(Uint8Array.of(0x80, 0x92, 0x9f)), '€’Ÿ')
})

encodings.run()
