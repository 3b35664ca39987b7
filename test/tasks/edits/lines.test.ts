import { absent, directory, file, lines, symlink } from '../../../tasks/index.ts'
import { tryInTurn } from '../../support/situations.ts'

const hosts = '127.0.0.1 localhost\r\n10.0.0.1 old.example.com\n# end'

tryInTurn('lines', [
  {
    name: 'a line is added and one removed; line ends stay as they are',
    covers: { lines: 'wrong content' },
    before: { hosts },
    resources: ({ at }) =>
      lines({ path: at('hosts'), edits: [lines.remove(/old/), lines.ensure('10.0.0.2 is', { after: /localhost/ })] }),
    operations: ['write hosts'],
    statuses: ['changed'],
    after: { hosts: '127.0.0.1 localhost\r\n10.0.0.2 is\r\n# end' },
  },
  {
    name: 'already so',
    covers: { lines: 'already right' },
    before: { hosts },
    resources: ({ at }) => lines({ path: at('hosts'), edits: [lines.ensure('# end')] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'mode stays',
    covers: { lines: 'attributes' },
    before: { f: { file: 'a\n', mode: 0o600 } },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')] }),
    operations: ['write f'],
    after: { f: 'a\nb\n' },
  },
  {
    name: 'a line that goes',
    covers: { lines: 'inverse' },
    before: { f: 'a\nb\n' },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.remove(/^a$/)] }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: 'b\n' },
  },
  {
    name: 'a missing file',
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')] }),
    refused: /f is not there to edit: make it before, .*a command makes it, name it in `touches`; .*in `provides`/,
  },
  {
    name: 'a removal on a file that is not there, nor its folder',
    resources: ({ at }) => lines({ path: at('d/f'), edits: [lines.remove(/a/), lines.removeBlock('m')], create: true }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a block, and its inverse',
    before: { f: 'a\nb\n' },
    resources: ({ at }) => [
      lines({ path: at('f'), edits: [lines.block('m', 'x', { after: /^a/, blank: 'both' })] }),
      file({ path: at('g'), text: 'a\n\n# BEGIN m\nx\n# END m\n\nb\n' }),
      lines({ path: at('g'), edits: [lines.removeBlock('m', { blank: 'both' })] }),
    ],
    operations: ['write f', 'write g'],
    after: { f: 'a\n\n# BEGIN m\nx\n# END m\n\nb\n', g: 'a\nb\n' },
  },
  {
    name: 'a missing file that may be made',
    covers: { lines: 'absent' },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')], create: true }),
    operations: ['write f'],
    after: { f: 'b\n' },
  },
  {
    name: 'a missing file in a missing folder',
    covers: { lines: 'parent missing' },
    resources: ({ at }) => lines({ path: at('d/f'), edits: [lines.ensure('b')], create: true }),
    refused: /the folder of .*d\/f is not there/,
  },
  {
    name: 'a directory',
    covers: { lines: 'wrong kind' },
    before: { f: { dir: true } },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')] }),
    refused: /f is a directory/,
  },
  {
    name: 'a broken link',
    before: { f: { link: 'gone' } },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')], create: true }),
    refused: /f is a link to .*gone, which is not there/,
  },
  {
    name: 'bytes that are not UTF-8 stay as they are',
    before: { f: Uint8Array.of(0x61, 0xff, 0x0a) },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('b')] }),
    operations: ['write f'],
    after: { f: Uint8Array.of(0x61, 0xff, 0x0a, 0x62, 0x0a) },
  },
  {
    name: 'two names of one file, one of them a link: one write',
    before: { 'v1/f': 'a\n', cur: { link: 'v1' } },
    resources: ({ at }) => [
      lines({ path: at('cur/f'), edits: [lines.ensure('b')] }),
      lines({ path: at('v1/f'), edits: [lines.ensure('c')] }),
    ],
    operations: ['write v1/f'],
    statuses: ['changed', 'changed'],
    after: { 'v1/f': 'a\nb\nc\n', cur: { link: 'v1' } },
  },
  {
    name: 'by way of a link that the plan itself makes',
    before: { 'v1/f': 'a\n' },
    resources: ({ at }) => [
      symlink({ path: at('cur'), target: 'v1' }),
      lines({ path: at('cur/f'), edits: [lines.ensure('b')] }),
      lines({ path: at('v1/f'), edits: [lines.ensure('c')] }),
    ],
    operations: ['symlink cur', 'write v1/f'],
    after: { 'v1/f': 'a\nb\nc\n' },
  },
  {
    name: 'by way of a link that the plan points elsewhere',
    before: { 'v1/f': '1\n', 'v2/f': '2\n', cur: { link: 'v1' } },
    resources: ({ at }) => [
      lines({ path: at('cur/f'), edits: [lines.ensure('before')] }),
      symlink({ path: at('cur'), target: 'v2' }),
      lines({ path: at('cur/f'), edits: [lines.ensure('after')] }),
    ],
    operations: ['write v1/f', 'symlink cur', 'write v2/f'],
    refused: /at odds with "edit .*cur\/f": when all of this is done, it would change .*v2\/f again/,
  },
  {
    name: 'copied, then edited: one write',
    resources: ({ at }) => [file({ path: at('f'), text: 'a\n' }), lines({ path: at('f'), edits: [lines.ensure('b')] })],
    operations: ['write f'],
    statuses: ['changed', 'changed'],
    after: { f: 'a\nb\n' },
  },
  {
    name: 'copied, then edited, where it is so already: no change at all',
    before: { f: 'a\nb\n' },
    resources: ({ at }) => [file({ path: at('f'), text: 'a\n' }), lines({ path: at('f'), edits: [lines.ensure('b')] })],
    operations: [],
    statuses: ['ok', 'ok'],
  },
  {
    name: 'copied from the controller, then edited, in a folder that is made for it',
    given: { f: 'a\n' },
    resources: ({ at, given }) => [
      directory({ path: at('d') }),
      file({ path: at('d/f'), from: given('f'), mode: 0o600 }),
      lines({ path: at('d/f'), edits: [lines.block('mine', 'b\nc')] }),
    ],
    operations: ['directory d', 'write d/f'],
    after: { 'd/f': 'a\n# BEGIN mine\nb\nc\n# END mine\n' },
  },
  {
    name: 'a file that an earlier step removes',
    before: { f: 'a\n' },
    resources: ({ at }) => [absent({ path: at('f') }), lines({ path: at('f'), edits: [lines.ensure('b')] })],
    refused: /f is not there to edit/,
  },
  {
    name: 'a large file travels by upload',
    before: { f: 'x'.repeat(200_000) },
    resources: ({ at }) => lines({ path: at('f'), edits: [lines.ensure('end')] }),
    operations: ['write f'],
    after: { f: `${'x'.repeat(200_000)}\nend\n` },
  },
])
