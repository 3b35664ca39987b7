import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { attributes, command, file } from '../../../tasks/index.ts'
import { needsRoot } from '../../support/debian.ts'
import { trySituations } from '../../support/situations.ts'

needsRoot('giving files away')

trySituations('attributes', [
  {
    name: 'what is not there is refused',
    covers: { attributes: 'absent' },
    before: { d: { dir: true } },
    resources: ({ at }) => attributes({ path: at('d/f'), mode: 0o600 }),
    refused: /d\/f is not there: make it before, or name another path/,
  },
  {
    name: 'a missing folder',
    covers: { attributes: 'parent missing' },
    resources: ({ at }) => attributes({ path: at('d/f'), mode: 0o600 }),
    refused: /d\/f is not there/,
  },
  {
    name: 'right, by number and by name',
    covers: { attributes: 'already right' },
    before: { f: { file: 'x', mode: 0o640, uid: 1, gid: 1 } },
    resources: ({ at }) => attributes({ path: at('f'), mode: 0o640, owner: 'daemon', group: '1' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'another mode and owner; the content stays',
    covers: { attributes: ['attributes', 'wrong content'] },
    before: { f: { file: 'x', mode: 0o666 } },
    resources: ({ at }) => attributes({ path: at('f'), mode: 0o600, owner: 'daemon' }),
    operations: ['attributes f'],
    statuses: ['changed'],
    after: { f: { mode: 0o600 } },
  },
  {
    name: 'a link is followed',
    before: { f: { file: 'x', mode: 0o666 }, l: { link: 'f' } },
    resources: ({ at }) => attributes({ path: at('l'), mode: 0o600 }),
    operations: ['attributes f'],
    after: { f: { mode: 0o600 }, l: { link: 'f' } },
  },
  {
    name: 'a link to nothing',
    before: { l: { link: 'gone' } },
    resources: ({ at }) => attributes({ path: at('l'), mode: 0o600 }),
    refused: /l is not there/,
  },
  {
    name: 'a pipe has no content to guard',
    covers: { attributes: 'wrong kind' },
    before: { p: { fifo: true } },
    resources: ({ at }) => attributes({ path: at('p'), mode: 0o600 }),
    refused: /p is a/,
  },
  {
    name: 'of what another step makes',
    resources: ({ at }) => [file({ path: at('f'), text: 'x' }), attributes({ path: at('f'), mode: 0o600 })],
    operations: ['write f'],
    after: { f: { mode: 0o600 } },
  },
  {
    name: 'a user that there is not',
    before: { f: 'x' },
    resources: ({ at }) => attributes({ path: at('f'), owner: 'nosuch' }),
    refused: /there is no user nosuch to whom .*f is to belong/,
  },
  {
    name: 'all below a folder: files, folders and programs; what a link leads to stays',
    before: {
      'd/a b/f': { file: '1', mode: 0o644 },
      'd/run': { file: '#!', mode: 0o755 },
      'd/right': { file: '', mode: 0o640, uid: 1, gid: 1 },
      'd/out': { link: '../other' },
      'd/folder': { link: '../away' },
      other: { file: 'o', mode: 0o644 },
      'away/x': { file: 'o', mode: 0o644 },
    },
    resources: ({ at }) =>
      attributes({
        ...{ path: at('d'), recursive: true, owner: 'daemon', group: 'daemon' },
        ...{ fileMode: 0o640, directoryMode: 0o750, executableMode: 0o750 },
      }),
    operations: ['run'],
    statuses: ['changed'],
    after: {
      d: { mode: 0o750 },
      'd/a b': { mode: 0o750 },
      'd/a b/f': { mode: 0o640 },
      'd/run': { mode: 0o750 },
      other: { mode: 0o644 },
      'away/x': { mode: 0o644 },
    },
  },
  {
    name: 'all below is right',
    before: { d: { dir: true, mode: 0o755 }, 'd/f': { file: '', mode: 0o644 }, 'd/l': { link: '/etc/hosts' } },
    resources: ({ at }) =>
      attributes({ path: at('d'), recursive: true, owner: 'root', fileMode: 0o644, directoryMode: 0o755 }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'by way of a link to the folder',
    before: { 'd/f': { file: '', mode: 0o666 }, l: { link: 'd' } },
    resources: ({ at }) => attributes({ path: at('l'), recursive: true, fileMode: 0o600 }),
    operations: ['run'],
    after: { 'd/f': { mode: 0o600 }, l: { link: 'd' } },
  },
  {
    name: 'a new owner alone: a set-user bit stays, and so do all other modes',
    before: { 'd/s': { file: '', mode: 0o4755 }, 'd/t': { file: '', mode: 0o2640 }, 'd/f': { file: '', mode: 0o604 } },
    resources: ({ at }) => attributes({ path: at('d'), recursive: true, owner: '7779' }),
    operations: ['run'],
    after: { 'd/s': { mode: 0o4755 }, 'd/t': { mode: 0o2640 }, 'd/f': { mode: 0o604 } },
  },
  {
    name: 'a set-group bit of a folder goes where it is not asked for',
    before: { d: { dir: true, mode: 0o2755 } },
    resources: ({ at }) => attributes({ path: at('d'), recursive: true, directoryMode: 0o755 }),
    operations: ['run'],
    after: { d: { mode: 0o755 } },
  },
  {
    name: 'what an earlier step puts there is seen when its turn comes',
    before: { 'd/f': { file: '', mode: 0o600 } },
    resources: ({ at }) => [
      file({ path: at('d/g'), text: 'x' }),
      attributes({ path: at('d'), recursive: true, fileMode: 0o600 }),
    ],
    statuses: ['changed', 'changed'],
    after: { 'd/g': { mode: 0o600 } },
  },
  {
    name: 'an edit of what it gives away keeps what it gave',
    before: { 'd/f': { file: 'old', mode: 0o644 } },
    resources: ({ at }) => [
      attributes({ path: at('d'), recursive: true, owner: 'daemon', fileMode: 0o600 }),
      file({ path: at('d/f'), text: 'new' }),
    ],
    operations: ['run', 'write d/f'],
    after: { 'd/f': { mode: 0o600 } },
  },
  {
    name: 'recursive on a file',
    before: { f: '' },
    resources: ({ at }) => attributes({ path: at('f'), recursive: true, fileMode: 0o600 }),
    refused: /f is a file: leave recursive out/,
  },
  {
    name: 'behind a script that may make the user',
    before: { 'd/f': '' },
    resources: ({ at }) => [
      command({ script: `touch ${at('ran')}`, creates: at('ran') }),
      attributes({ path: at('d'), recursive: true, owner: 'daemon' }),
    ],
    statuses: ['changed', 'changed'],
  },
])

const test = suite('options of attributes')
for (const [given, words] of [
  [{}, /it says nothing of what shall be: give mode, owner or group/],
  [{ recursive: true, mode: 0o644 }, /one mode does not fit files and folders/],
  [{ fileMode: 0o644 }, /these modes are for all below a folder: say recursive: true/],
  [{ recursive: true, executableMode: 0o640 }, /give it u\+x, as in 0o750/],
  [{ recursive: true, fileMode: 0o755, executableMode: 0o755 }, /leave executableMode out/],
  [{ path: '/etc', recursive: true, owner: 'root' }, /all below \/etc is the system's own/],
  [{ path: '/', recursive: true, owner: 'root' }, /all below \/ is the system's own/],
] as const)
  test(JSON.stringify(given), () => assert.throws(() => attributes({ path: '/srv/x', ...given }), words))
test.run()
