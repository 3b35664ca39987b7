import { secret } from '../../../lib/core/secret.ts'
import { file, hostsEntry, json, lines, properties } from '../../../tasks/index.ts'
import { type Situation, tryInTurn } from '../../support/situations.ts'

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
const bigEndian = (text: string): Buffer => utf16(text).swap16()
const everyByte = latin1(Array.from({ length: 255 }, (_, n) => String.fromCharCode(n + 1)).join(''))

/** Text edits work on bytes: what is not touched stays byte for byte, whatever it was meant to be. */
tryInTurn('encodings', [
  {
    name: 'a file in Latin-1: lines, with characters of it',
    before: { f: latin1('# fran\xe7ais\nport=1\n') },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('port=é', { match: /^port=/ })] }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: latin1('# fran\xe7ais\nport=\xe9\n') },
  },
  {
    name: 'a file in Latin-1 that is so already',
    before: { f: latin1('# fran\xe7ais\nport=\xe9\n') },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('port=é', { match: /^port=/ })] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'every byte but NUL stays',
    before: { f: everyByte },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('end')] }),
    after: { f: Buffer.concat([everyByte, latin1('\nend\n')]) },
  },
  {
    name: 'a secret into a file in Latin-1',
    before: { f: latin1('# fran\xe7ais\npassword=old\n') },
    resources: ({ at }) =>
      lines({
        path: at('f'),
        edits: [lines.ensure(['password=', secret('p', { value: 'gehe\xefm' })], { match: /^password=/ })],
      }),
    after: { f: latin1('# fran\xe7ais\npassword=gehe\xefm\n') },
  },
  {
    name: 'two edits of a file in Latin-1 in one plan',
    before: { f: latin1('\xe7\n') },
    resources: ({ at }) => [
      lines({ path: at('f'), edits: [lines.ensure('é')] }),
      lines({ path: at('f'), edits: [lines.ensure('è')] }),
    ],
    operations: ['write f'],
    after: { f: latin1('\xe7\n\xe9\n\xe8\n') },
  },
  {
    name: 'what Latin-1 cannot hold is refused',
    before: { f: latin1('# fran\xe7ais\n') },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('☃')] }),
    refused:
      /f: ISO-8859-1, in which it is written, has no character U\+2603: write it otherwise, or name the encoding/,
  },
  {
    name: 'a secret that Latin-1 cannot hold is refused',
    before: { f: latin1('# fran\xe7ais\n') },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure(secret('p', { value: '☃' }))] }),
    refused: /has no character U\+2603/,
  },
  {
    name: 'an encoding that is named: windows-1252 holds what Latin-1 does not',
    before: { f: latin1('price=1 \x80\n') },
    resources: ({ at }) =>
      lines({ path: at('f'), edits: [lines.ensure('price=2 €', { match: /€$/ })], encoding: 'windows-1252' }),
    operations: ['write f'],
    after: { f: latin1('price=2 \x80\n') },
  },
  {
    name: 'a file that is not what it is named',
    before: { f: latin1('\xe7\n') },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')], encoding: 'utf-8' }),
    refused: /f: line 1 is not valid UTF-8: name the encoding that the file has/,
  },
  {
    name: 'UTF-16 by its mark is refused',
    before: { f: utf16('a\r\n') },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')] }),
    refused: /f: its mark says that it is UTF-16LE: say encoding: 'UTF-16LE', or convert it/,
  },
  {
    name: 'UTF-32 by its mark is refused',
    before: { f: Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]) },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')] }),
    refused: /f: its mark says that it is UTF-32LE/,
  },
  {
    name: 'UTF-16 that is named is edited, its mark stays',
    before: { f: utf16('a\r\nc\r\n'), g: bigEndian('a\n') },
    resources: ({ at }) => [
      lines({ path: at('f'), edits: [lines.ensure('b☃', { after: /^a$/ })], encoding: 'UTF-16LE' }),
      lines({ path: at('g'), edits: [lines.ensure('b')], encoding: 'utf-16be' }),
    ],
    operations: ['write f', 'write g'],
    after: { f: utf16('a\r\nb☃\r\nc\r\n'), g: bigEndian('a\nb\n') },
  },
  {
    name: 'UTF-16 that has an odd number of bytes',
    before: { f: latin1('\xff\xfea\0b') },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')], encoding: 'UTF-16LE' }),
    refused: /f: it is not valid UTF-16LE/,
  },
  {
    name: 'NUL bytes are refused',
    before: { f: 'a\0b\n' },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')] }),
    refused: /f: it holds NUL bytes, as no text in UTF-8 or ISO-8859-1 does: name its encoding, if it is a text/,
  },
  {
    name: 'NUL bytes in what is named UTF-8 stay',
    before: { f: 'a\0b\n' },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')], encoding: 'UTF-8' }),
    after: { f: 'a\0b\nb\n' },
  },
  {
    name: 'a file that is made, in an encoding that is named',
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('é')], create: true, encoding: 'ISO-8859-1' }),
    operations: ['write f'],
    after: { f: latin1('\xe9\n') },
  },
  {
    name: 'properties are ISO-8859-1, as Java reads them, with escapes beyond ASCII',
    before: { f: latin1('app.name=Caf\xe9\nport=1\n') },
    resources: ({ at }) =>
      properties({ path: at('f'), edits: [properties.set('port', 'Zürich ☃'), properties.set('app.name', 'Café')] }),
    operations: ['write f'],
    after: { f: latin1('app.name=Caf\xe9\nport=Z\\u00FCrich \\u2603\n') },
  },
  {
    name: 'properties in UTF-8, because something else than Java reads them',
    before: { f: 'app.name=Café\nport=1\n' },
    resources: ({ at }) =>
      properties({
        path: at('f'),
        edits: [properties.set('port', 'ü'), properties.set('app.name', 'Café')],
        encoding: 'UTF-8',
      }),
    operations: ['write f'],
    after: { f: 'app.name=Café\nport=ü\n' },
  },
  {
    name: 'properties in UTF-8 that Java takes for ISO-8859-1: other bytes stay',
    before: { f: 'app.name=Café\nport=1\n' },
    resources: ({ at }) => properties({ path: at('f'), edits: [properties.set('port', '2')] }),
    after: { f: 'app.name=Café\nport=2\n' },
  },
  {
    name: 'properties that are written with a secret, then edited',
    resources: ({ at }) => [
      file({ path: at('f'), text: secret('p', { value: 'a=é' }) }),
      properties({ path: at('f'), edits: [properties.set('b', 'ü')] }),
    ],
    after: { f: 'a=é\nb=\\u00FC\n' },
  },
  {
    name: 'JSON in Latin-1',
    before: { f: latin1('{ "a": "\xe9", "b": 1 }') },
    resources: ({ at }) => json({ path: at('f'), edits: [json.set(['b'], 2)] }),
    after: { f: latin1('{ "a": "\xe9", "b": 2 }') },
  },
  {
    name: 'JSON in UTF-16',
    before: { f: utf16('{ "b": 1 }') },
    resources: ({ at }) => json({ path: at('f'), edits: [json.set(['b'], '☃')], encoding: 'UTF-16LE' }),
    after: { f: utf16('{ "b": "☃" }') },
  },
  {
    name: 'a hosts file with a comment in Latin-1',
    before: { hosts: latin1('127.0.0.1 localhost # g\xe9n\xe9ral\n') },
    resources: ({ at }) => hostsEntry({ path: at('hosts'), address: '10.0.0.1', names: ['is.example.com'] }),
    after: { hosts: latin1('127.0.0.1 localhost # g\xe9n\xe9ral\n10.0.0.1\tis.example.com\n') },
  },
] satisfies readonly Situation[])
