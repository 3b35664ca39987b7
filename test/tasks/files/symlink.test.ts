import { absent, directory, file, symlink } from '../../../tasks/index.ts'
import { trySituations } from '../../support/situations.ts'

trySituations('symlink', [
  {
    name: 'absent',
    covers: { symlink: 'absent' },
    resources: ({ at }) => symlink({ path: at('l'), target: 'some/where' }),
    operations: ['symlink l'],
    statuses: ['changed'],
    after: { l: { link: 'some/where' } },
  },
  {
    name: 'present',
    covers: { symlink: 'already right' },
    before: { l: { link: 'x' } },
    resources: ({ at }) => symlink({ path: at('l'), target: 'x' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'elsewhere',
    covers: { symlink: 'wrong content' },
    before: { l: { link: 'x' } },
    resources: ({ at }) => symlink({ path: at('l'), target: 'y' }),
    operations: ['symlink l'],
    after: { l: { link: 'y' } },
  },
  {
    name: 'elsewhere, from one directory to another: the link itself is replaced',
    before: { 'v1/f': '1', 'v2/f': '2', l: { link: 'v1' } },
    resources: ({ at }) => symlink({ path: at('l'), target: 'v2' }),
    operations: ['symlink l'],
    after: { l: { link: 'v2' }, 'v1/f': '1', 'v2/f': '2' },
  },
  {
    name: 'a file in its place',
    covers: { symlink: 'wrong kind' },
    before: { l: '' },
    resources: ({ at }) => symlink({ path: at('l'), target: 'x' }),
    refused: /l is a file/,
  },
  {
    name: 'a directory in its place',
    before: { l: { dir: true } },
    resources: ({ at }) => symlink({ path: at('l'), target: 'x' }),
    refused: /l is a directory/,
  },
  {
    name: 'a missing folder',
    covers: { symlink: 'parent missing' },
    resources: ({ at }) => symlink({ path: at('d/l'), target: 'x' }),
    refused: /the folder of .*d\/l is not there/,
  },
  {
    name: 'a file for a folder',
    before: { d: '' },
    resources: ({ at }) => symlink({ path: at('d/l'), target: 'x' }),
    refused: /the folder of .*d\/l is not/,
  },
  {
    name: 'odd targets',
    resources: ({ at }) =>
      ['-rf', "it's", 'a b', 'a\nb', '$HOME', '€', 'end\n', '../..', '/'].map((target, n) =>
        symlink({ path: at(`l${n}`), target }),
      ),
    after: { l0: { link: '-rf' }, l1: { link: "it's" }, l3: { link: 'a\nb' }, l6: { link: 'end\n' } },
  },
  {
    name: 'a target with a newline at its end is pointed elsewhere',
    before: { l: { link: 'end\n' } },
    resources: ({ at }) => symlink({ path: at('l'), target: 'x\n' }),
    operations: ['symlink l'],
    after: { l: { link: 'x\n' } },
  },
  {
    name: 'switched, and a file edited by way of it: the new target is written, the old one is not',
    before: { 'v1/f': '1', 'v2/f': '2', cur: { link: 'v1' } },
    resources: ({ at }) => [symlink({ path: at('cur'), target: 'v2' }), file({ path: at('cur/f'), text: 'new' })],
    operations: ['symlink cur', 'write v2/f'],
    after: { 'v1/f': '1', 'v2/f': 'new' },
  },
  {
    name: 'the inverse: the link goes, what it leads to stays',
    covers: { symlink: 'inverse' },
    before: { d: { dir: true }, l: { link: 'd' } },
    resources: ({ at }) => symlink({ path: at('l'), target: 'd', state: 'absent' }),
    operations: ['remove l'],
    statuses: ['changed'],
    after: { l: 'absent', d: { mode: 0o755 } },
  },
  {
    name: 'the inverse where nothing is, not even the folder',
    resources: ({ at }) => symlink({ path: at('d/l'), target: 'x', state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'the inverse of a link that points elsewhere by now',
    before: { l: { link: 'v2' } },
    resources: ({ at }) => symlink({ path: at('l'), target: 'v1', state: 'absent' }),
    refused: /l is a link to v2, not to v1: name this target, or use absent\(\)/,
  },
  {
    name: 'the inverse with a directory in its place',
    before: { 'l/f': 'x' },
    resources: ({ at }) => symlink({ path: at('l'), target: 'v1', state: 'absent' }),
    refused: /l is a directory/,
  },
  {
    name: 'in place of a file that goes',
    before: { a: 'file' },
    resources: ({ at }) => [absent({ path: at('a') }), symlink({ path: at('a'), target: 'b' })],
    after: { a: { link: 'b' } },
    statuses: ['changed', 'changed'],
  },
  {
    name: 'that goes for a file: its target stays',
    before: { a: { link: 'd' }, d: { dir: true } },
    resources: ({ at }) => [absent({ path: at('a') }), file({ path: at('a'), text: 'x' })],
    after: { a: 'x', d: { mode: 0o755 } },
    statuses: ['changed', 'changed'],
  },
  {
    name: 'a link to what another step makes later',
    resources: ({ at }) => [
      symlink({ path: at('l'), target: 'd' }),
      directory({ path: at('d') }),
      file({ path: at('l/f'), text: 'x' }),
    ],
    operations: ['symlink l', 'directory d', 'write d/f'],
    after: { 'd/f': 'x' },
  },
])
