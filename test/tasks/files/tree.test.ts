import { tree } from '../../../tasks/index.ts'
import { trySituations } from '../../support/situations.ts'

const site = {
  'site/index.html': '<p>hi\n',
  'site/css/a.css': 'a{}\n',
  'site/css/deep/b c.css': "it's\n",
  'site/x.map': '{}',
}
const same = {
  www: { dir: true },
  'www/index.html': '<p>hi\n',
  'www/css': { dir: true },
  'www/css/a.css': 'a{}\n',
  'www/css/deep': { dir: true },
  'www/css/deep/b c.css': "it's\n",
  'www/x.map': '{}',
} as const

trySituations('tree', [
  {
    name: 'absent: all of it in one upload',
    covers: { tree: 'absent' },
    given: site,
    resources: ({ at, given }) => tree({ from: given('site'), path: at('www') }),
    operations: ['directory www', 'run'],
    statuses: ['changed'],
    after: { 'www/index.html': '<p>hi\n', 'www/css/deep/b c.css': "it's\n", 'www/css/a.css': { mode: 0o644 } },
  },
  {
    name: 'right',
    covers: { tree: 'already right' },
    given: site,
    before: { ...same, 'www/mine': 'x' },
    resources: ({ at, given }) => tree({ from: given('site'), path: at('www') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'one file differs: its owner stays, and what is not the folder’s stays',
    covers: { tree: 'wrong content' },
    given: site,
    before: { ...same, 'www/css/a.css': { file: 'b{}\n', uid: 1, gid: 1 }, 'www/mine': 'x' },
    resources: ({ at, given }) => tree({ from: given('site'), path: at('www') }),
    operations: ['run'],
    after: { 'www/css/a.css': 'a{}\n', 'www/mine': 'x' },
  },
  {
    name: 'with what is to go',
    given: site,
    before: {
      ...same,
      'www/old/a': '1',
      'www/old/b': '2',
      'www/css/z': '3',
      'www/cache/keep': 'k',
      'www/cache/go': 'g',
    },
    resources: ({ at, given }) =>
      tree({ from: given('site'), path: at('www'), remove: true, exclude: ['cache/keep', '*.map'] }),
    operations: ['run'],
    after: {
      'www/old': 'absent',
      'www/css/z': 'absent',
      'www/cache/keep': 'k',
      'www/cache/go': 'absent',
      'www/x.map': '{}',
    },
  },
  {
    name: 'a link in the place of a file, a file in the place of a directory',
    covers: { tree: 'wrong kind' },
    given: site,
    before: { 'www/index.html': { link: '/etc/passwd' }, 'www/css': 'file' },
    resources: ({ at, given }) => tree({ from: given('site'), path: at('www') }),
    after: { 'www/index.html': '<p>hi\n', 'www/css/a.css': 'a{}\n' },
  },
  {
    name: 'other modes and owners',
    covers: { tree: 'attributes' },
    given: site,
    before: { ...same, 'www/index.html': { file: '<p>hi\n', mode: 0o666 } },
    resources: ({ at, given }) =>
      tree({
        from: given('site'),
        path: at('www'),
        modes: { file: 0o640, directory: 0o750 },
        owner: '1',
        group: 'daemon',
      }),
    operations: ['run'],
    after: { 'www/index.html': { mode: 0o640 }, 'www/css/a.css': { uid: 1 }, 'www/css': { mode: 0o750 } },
  },
  {
    name: 'no folder above it',
    covers: { tree: 'parent missing' },
    given: site,
    resources: ({ at, given }) => tree({ from: given('site'), path: at('a/b') }),
    refused: /the folder of .*a\/b is not there/,
  },
  {
    name: 'no folder of this machine',
    given: { file: 'x' },
    resources: ({ at, given }) => tree({ from: given('file'), path: at('a') }),
    refused: /given\/file is no folder of this machine/,
  },
  {
    name: 'the inverse: what is the folder’s goes, and nothing else',
    covers: { tree: 'inverse' },
    given: site,
    before: { ...same, 'www/css/mine': 'x' },
    resources: ({ at, given }) => tree({ from: given('site'), path: at('www'), state: 'absent' }),
    operations: ['run'],
    after: { 'www/css/mine': 'x', 'www/css/deep': 'absent', 'www/index.html': 'absent' },
  },
  {
    name: 'the inverse of all: the directory goes as well',
    given: site,
    before: same,
    resources: ({ at, given }) => tree({ from: given('site'), path: at('www'), state: 'absent' }),
    operations: ['run'],
    after: { www: 'absent' },
  },
  {
    name: 'the inverse of what was changed since',
    given: site,
    before: { ...same, 'www/css/a.css': 'mine' },
    resources: ({ at, given }) => tree({ from: given('site'), path: at('www'), state: 'absent' }),
    refused: /these are no longer as .*site has them: css\/a\.css: say remove: true/,
  },
])
