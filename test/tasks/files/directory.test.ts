import { absent, directory, file, symlink } from '../../../tasks/index.ts'
import { type Situation, trySituations } from '../../support/situations.ts'

const asRoot = process.getuid?.() === 0

const situations: readonly Situation[] = [
  {
    name: 'absent',
    covers: { directory: 'absent' },
    resources: ({ at }) => directory({ path: at('a') }),
    operations: ['directory a'],
    statuses: ['changed'],
    after: { a: { mode: 0o755 } },
  },
  {
    name: 'present',
    covers: { directory: 'already right' },
    before: { a: { dir: true } },
    resources: ({ at }) => directory({ path: at('a') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'with missing parents',
    covers: { directory: 'parent missing' },
    resources: ({ at }) => directory({ path: at('a/b/c'), mode: 0o700 }),
    operations: ['directory a', 'directory a/b', 'directory a/b/c'],
    after: { a: { mode: 0o755 }, 'a/b': { mode: 0o755 }, 'a/b/c': { mode: 0o700 } },
  },
  {
    name: 'another mode',
    covers: { directory: 'attributes' },
    before: { a: { dir: true, mode: 0o777 }, 'a/f': 'kept' },
    resources: ({ at }) => directory({ path: at('a'), mode: 0o1770 }),
    operations: ['attributes a'],
    after: { a: { mode: 0o1770 }, 'a/f': 'kept' },
  },
  {
    name: 'a mode without the set-group bit that it has',
    before: { a: { dir: true, mode: 0o2755 } },
    resources: ({ at }) => directory({ path: at('a'), mode: 0o755 }),
    operations: ['attributes a'],
    after: { a: { mode: 0o755 } },
  },
  {
    name: 'below a folder that passes its group on',
    before: { a: { dir: true, mode: 0o2755 } },
    resources: ({ at }) => [directory({ path: at('a/b/c') }), directory({ path: at('a/d'), mode: 0o750 })],
    after: { 'a/b': { mode: 0o2755 }, 'a/b/c': { mode: 0o2755 }, 'a/d': { mode: 0o750 } },
  },
  {
    name: 'a file in its place',
    covers: { directory: 'wrong kind' },
    before: { a: '' },
    resources: ({ at }) => directory({ path: at('a') }),
    refused: /a is a file/,
  },
  {
    name: 'a file for a folder',
    before: { a: '' },
    resources: ({ at }) => directory({ path: at('a/b/c') }),
    refused: /a is a file|not a directory/,
  },
  {
    name: 'a broken link',
    before: { a: { link: 'gone' } },
    resources: ({ at }) => directory({ path: at('a') }),
    refused: /a is a link to gone, which is not there/,
  },
  {
    name: 'a link to a directory will do',
    before: { d: { dir: true }, a: { link: 'd' } },
    resources: ({ at }) => directory({ path: at('a') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'the mode of a linked directory',
    before: { d: { dir: true, mode: 0o755 }, a: { link: 'd' } },
    resources: ({ at }) => directory({ path: at('a'), mode: 0o700 }),
    operations: ['attributes d'],
    after: { d: { mode: 0o700 }, a: { link: 'd' } },
  },
  {
    name: 'a link to a file',
    before: { f: '', a: { link: 'f' } },
    resources: ({ at }) => directory({ path: at('a') }),
    refused: /a is a file/,
  },
  {
    name: 'a link on the way is followed',
    before: { d: { dir: true }, a: { link: 'd' } },
    resources: ({ at }) => directory({ path: at('a/x/y') }),
    operations: ['directory d/x', 'directory d/x/y'],
  },
  {
    name: 'a directory, a link to it and a file by way of the link, none of them there',
    resources: ({ at }) => [
      directory({ path: at('v1/conf') }),
      symlink({ path: at('cur'), target: 'v1' }),
      file({ path: at('cur/conf/f'), text: 'x' }),
      directory({ path: at('cur/conf/d') }),
    ],
    operations: ['directory v1', 'directory v1/conf', 'symlink cur', 'write v1/conf/f', 'directory v1/conf/d'],
    after: { 'v1/conf/f': 'x', cur: { link: 'v1' } },
  },
  {
    name: 'made twice is made once',
    resources: ({ at }) => [
      directory({ path: at('a/b') }),
      directory({ path: at('a'), mode: 0o700 }),
      directory({ path: at('a/b'), mode: 0o711 }),
    ],
    operations: ['directory a', 'directory a/b'],
    after: { a: { mode: 0o700 }, 'a/b': { mode: 0o711 } },
  },
  {
    name: 'removed, then made again: so it would be at each run',
    before: { 'a/b/f': 'old', 'a/g': 'old' },
    resources: ({ at }) => [
      absent({ path: at('a'), recursive: true }),
      directory({ path: at('a') }),
      file({ path: at('a/g'), text: 'new' }),
    ],
    operations: ['remove a', 'directory a', 'write a/g'],
    refused: /at odds with "make the directory .*a": when all of this is done, it would change .*a again/,
  },
  {
    name: 'the inverse of an empty one',
    covers: { directory: 'inverse' },
    before: { 'a/b': { dir: true } },
    resources: ({ at }) => directory({ path: at('a/b'), mode: 0o700, state: 'absent' }),
    operations: ['remove a/b'],
    statuses: ['changed'],
    after: { a: { mode: 0o755 }, 'a/b': 'absent' },
  },
  {
    name: 'the inverse where nothing is, not even the folder',
    resources: ({ at }) => directory({ path: at('a/b'), state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'the inverse of one that holds something',
    before: { 'a/.x': '', 'a/b/f': '', 'a/c': '', 'a/d': '', 'a/e': '' },
    resources: ({ at }) => directory({ path: at('a'), state: 'absent' }),
    refused: /a is not empty: it holds \.x, b, c and 2 more: say recursive: true to remove all below it/,
  },
  {
    name: 'the inverse of one that holds only a link to nothing',
    before: { 'a/l': { link: 'gone' } },
    resources: ({ at }) => directory({ path: at('a'), state: 'absent' }),
    refused: /a is not empty: it holds l:/,
  },
  {
    name: 'the inverse, with all below it',
    before: { 'a/b/f': 'x', c: 'y' },
    resources: ({ at }) => directory({ path: at('a'), state: 'absent', recursive: true }),
    operations: ['remove a'],
    after: { a: 'absent', c: 'y' },
  },
  {
    name: 'the inverse after what it holds has gone: seen in the same plan',
    before: { 'a/f': 'x', 'a/d/g': 'y' },
    resources: ({ at }) => [
      absent({ path: at('a/f') }),
      absent({ path: at('a/d'), recursive: true }),
      directory({ path: at('a'), state: 'absent' }),
    ],
    operations: ['remove a/f', 'remove a/d', 'remove a'],
    statuses: ['changed', 'changed', 'changed'],
    after: { a: 'absent' },
  },
  {
    name: 'the inverse after a step that puts something into it',
    before: { a: { dir: true } },
    resources: ({ at }) => [file({ path: at('a/f'), text: 'x' }), directory({ path: at('a'), state: 'absent' })],
    refused: /a is not empty: it holds f:/,
  },
  {
    name: 'the inverse of a directory by the name of a link',
    before: { d: { dir: true }, a: { link: 'd' } },
    resources: ({ at }) => directory({ path: at('a'), state: 'absent' }),
    refused: /a is a link to d: remove the link with absent\(\)/,
  },
  {
    name: 'the inverse with a file in its place',
    before: { a: 'x' },
    resources: ({ at }) => directory({ path: at('a'), state: 'absent', recursive: true }),
    refused: /a is a file, no directory/,
  },
  {
    name: 'in place of a file that goes',
    before: { a: 'file' },
    resources: ({ at }) => [absent({ path: at('a') }), directory({ path: at('a') })],
    operations: ['remove a', 'directory a'],
    refused:
      /at odds with "make the directory .*a": when all of this is done, it could not be done again \(.*a is a directory\): keep one of them/,
  },
  {
    name: 'in place of a link that goes',
    before: { d: { dir: true }, a: { link: 'd' } },
    resources: ({ at }) => [absent({ path: at('a') }), directory({ path: at('a') })],
    operations: ['remove a', 'directory a'],
    refused: /at odds with "make the directory .*a": when all of this is done, it could not be done again/,
  },
]

const owned: readonly Situation[] = [
  {
    name: 'owner and group',
    resources: ({ at }) => directory({ path: at('a/b'), owner: 'nobody', group: 'nogroup', mode: 0o2770 }),
    operations: ['directory a', 'directory a/b'],
  },
]

trySituations('directory', asRoot ? [...situations, ...owned] : situations)
