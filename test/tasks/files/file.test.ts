import { file } from '../../../tasks/index.ts'
import { type Situation, trySituations } from '../../support/situations.ts'

const everyByte = Uint8Array.from({ length: 256 }, (_, n) => n)
const asRoot = process.getuid?.() === 0

const situations: readonly Situation[] = [
  {
    name: 'a missing file is written',
    covers: { file: 'absent' },
    resources: ({ at }) => file({ path: at('a'), text: 'new\n' }),
    operations: ['write a'],
    statuses: ['changed'],
    after: { a: 'new\n' },
  },
  {
    name: 'an equal file is left alone',
    covers: { file: 'already right' },
    before: { a: 'same' },
    resources: ({ at }) => file({ path: at('a'), text: 'same' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'another content is replaced, the mode stays',
    covers: { file: 'wrong content' },
    before: { a: { file: 'old', mode: 0o750 } },
    resources: ({ at }) => file({ path: at('a'), text: 'new' }),
    operations: ['write a'],
    after: { a: 'new' },
  },
  {
    name: 'mode and content in one write',
    before: { a: 'old' },
    resources: ({ at }) => file({ path: at('a'), text: 'new', mode: 0o4711 }),
    operations: ['write a'],
    after: { a: 'new' },
  },
  {
    name: 'only the mode differs',
    covers: { file: 'attributes' },
    before: { a: { file: 'same', mode: 0o644 } },
    resources: ({ at }) => file({ path: at('a'), text: 'same', mode: 0o600 }),
    operations: ['attributes a'],
    after: { a: 'same' },
  },
  {
    name: 'an empty file',
    resources: ({ at }) => file({ path: at('a'), text: '' }),
    operations: ['write a'],
    after: { a: '' },
  },
  {
    name: 'every byte',
    resources: ({ at }) => file({ path: at('a'), bytes: everyByte }),
    operations: ['write a'],
    after: { a: everyByte },
  },
  {
    name: 'odd text, inline: quotes, backslashes, line ends, what a shell would expand',
    resources: ({ at }) => file({ path: at('a'), text: `it's "$HOME" \`id\` %s \\n \\\\ \r\n\t€\n\n` }),
    after: { a: `it's "$HOME" \`id\` %s \\n \\\\ \r\n\t€\n\n` },
  },
  {
    name: 'from a file of the controller',
    given: { driver: everyByte },
    resources: ({ at, given }) => file({ path: at('lib/driver.jar'), from: given('driver'), mode: 0o640 }),
    before: { lib: { dir: true } },
    operations: ['write lib/driver.jar'],
    after: { 'lib/driver.jar': everyByte },
  },
  {
    name: 'a file of the controller that is not there',
    resources: ({ at, given }) => file({ path: at('a'), from: given('none') }),
    refused: /none cannot be read on this machine \(ENOENT\): put it there/,
  },
  {
    name: 'a directory in its place',
    covers: { file: 'wrong kind' },
    before: { a: { dir: true } },
    resources: ({ at }) => file({ path: at('a'), text: '' }),
    refused: /a is a directory/,
  },
  {
    name: 'a named pipe in its place',
    before: { a: { fifo: true } },
    resources: ({ at }) => file({ path: at('a'), text: '' }),
    refused: /a is a named pipe/,
  },
  {
    name: 'a missing folder',
    covers: { file: 'parent missing' },
    resources: ({ at }) => file({ path: at('b/a'), text: '' }),
    refused: /the folder of .*b\/a is not there: make it before, with directory\(\); .*`touches`.*`provides`/,
  },
  {
    name: 'two missing folders',
    resources: ({ at }) => file({ path: at('c/b/a'), text: '' }),
    refused: /the folder of .*a is not there/,
  },
  {
    name: 'a file for a folder',
    before: { b: 'x' },
    resources: ({ at }) => file({ path: at('b/a'), text: '' }),
    refused: /the folder of .*b\/a is not a directory/,
  },
  {
    name: 'an executable file for a folder',
    before: { b: { file: 'x', mode: 0o755 } },
    resources: ({ at }) => file({ path: at('b/a'), text: '' }),
    refused: /the folder of .*b\/a is not a directory/,
  },
  {
    name: 'a broken link',
    before: { a: { link: 'gone' } },
    resources: ({ at }) => file({ path: at('a'), text: '' }),
    refused: /a is a link to .*gone, which is not there/,
  },
  {
    name: 'a link to itself',
    before: { a: { link: 'a' } },
    resources: ({ at }) => file({ path: at('a'), text: '' }),
    refused: /loop of links/,
  },
  {
    name: 'two links in a circle',
    before: { a: { link: 'b' }, b: { link: 'a' } },
    resources: ({ at }) => file({ path: at('a'), text: '' }),
    refused: /loop of links/,
  },
  {
    name: 'a link to a directory',
    before: { d: { dir: true }, a: { link: 'd' } },
    resources: ({ at }) => file({ path: at('a'), text: '' }),
    refused: /a is a directory/,
  },
  {
    name: 'a link is followed to the real file, and stays',
    before: { 'real/f': { file: 'old', mode: 0o640 }, a: { link: 'real/f' } },
    resources: ({ at }) => file({ path: at('a'), text: 'new' }),
    operations: ['write real/f'],
    after: { a: { link: 'real/f' }, 'real/f': 'new' },
  },
  {
    name: 'a link to a link to a file',
    before: { 'real/f': 'old', b: { link: '$/real/f' }, a: { link: 'b' } },
    resources: ({ at }) => file({ path: at('a'), text: 'new' }),
    operations: ['write real/f'],
    after: { a: { link: 'b' }, b: { link: '$/real/f' }, 'real/f': 'new' },
  },
  {
    name: 'two names of one file are one write',
    before: { 'real/f': 'old', cur: { link: 'real' } },
    resources: ({ at }) => [file({ path: at('cur/f'), text: 'one' }), file({ path: at('real/f'), text: 'two' })],
    operations: ['write real/f'],
    statuses: ['changed', 'changed'],
    after: { 'real/f': 'two' },
  },
  {
    name: 'two names, the same content',
    before: { 'real/x': '', cur: { link: 'real' } },
    resources: ({ at }) => [file({ path: at('cur/f'), text: 'one' }), file({ path: at('real/f'), text: 'one' })],
    operations: ['write real/f'],
    statuses: ['changed', 'ok'],
    after: { 'real/f': 'one' },
  },
  {
    name: 'a group that is inherited from the folder stays so',
    before: {
      d: {
        dir: true,
        uid: asRoot ? 65534 : (process.getuid?.() ?? 0),
        gid: asRoot ? 65534 : (process.getgid?.() ?? 0),
        mode: 0o2775,
      },
    },
    resources: ({ at }) => file({ path: at('d/f'), text: 'x' }),
    operations: ['write d/f'],
    after: { 'd/f': 'x' },
  },
  {
    name: 'the inverse: the file goes, whatever is in it',
    covers: { file: 'inverse' },
    before: { a: 'another', b: '' },
    resources: ({ at }) => file({ path: at('a'), text: 'x', state: 'absent' }),
    operations: ['remove a'],
    statuses: ['changed'],
    after: { a: 'absent', b: '' },
  },
  {
    name: 'the inverse where nothing is, not even the folder, nor the file of the controller',
    resources: ({ at, given }) => file({ path: at('d/a'), from: given('none'), state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'the inverse by the name of a link',
    before: { f: 'x', a: { link: 'f' } },
    resources: ({ at }) => file({ path: at('a'), text: 'x', state: 'absent' }),
    refused: /a is a link to f: remove the link with absent\(\)/,
  },
  {
    name: 'the inverse with a directory in its place',
    before: { 'a/f': 'x' },
    resources: ({ at }) => file({ path: at('a'), text: 'x', state: 'absent' }),
    refused: /a is a directory, no file/,
  },
  {
    name: 'a folder whose name a shell could take for more',
    before: { 'it\'s \n$(touch x) `touch y` \\ "/': { dir: true } },
    resources: ({ at }) => file({ path: at('it\'s \n$(touch x) `touch y` \\ "/a'), text: 'x' }),
    statuses: ['changed'],
    after: { x: 'absent', y: 'absent' },
  },
  {
    name: 'names that a shell could take for more than a name',
    before: { x: '' },
    resources: ({ at }) =>
      ["it's", ' a b ', '-rf', 'a\nb', 'tab\t', '$HOME', '`id`', 'back\\slash', '*', '"', '€', 'end\n'].map((name) =>
        file({ path: at(name), text: name }),
      ),
    statuses: Array.from({ length: 12 }, () => 'changed' as const),
    after: { "it's": "it's", '-rf': '-rf', 'a\nb': 'a\nb', 'back\\slash': 'back\\slash', 'end\n': 'end\n' },
  },
]

const owned: readonly Situation[] = [
  {
    name: 'owner and group of a new file',
    resources: ({ at }) => file({ path: at('a'), text: 'x', owner: 'nobody', group: 'nogroup', mode: 0o4755 }),
    operations: ['write a'],
  },
  {
    name: 'only the owner differs',
    before: { a: { file: 'x', uid: 65534, gid: 0 } },
    resources: ({ at }) => file({ path: at('a'), text: 'x', owner: 'root' }),
    operations: ['attributes a'],
  },
  {
    name: 'a replaced file keeps owner, group and mode',
    before: { a: { file: 'x', uid: 65534, gid: 65534, mode: 0o4710 } },
    resources: ({ at }) => file({ path: at('a'), text: 'y' }),
    operations: ['write a'],
  },
  {
    name: 'an owner without a name is kept',
    before: { a: { file: 'x', uid: 54321, gid: 54322 } },
    resources: ({ at }) => file({ path: at('a'), text: 'y' }),
    operations: ['write a'],
  },
]

trySituations('file', asRoot ? [...situations, ...owned] : situations)
