import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isRefusal } from '../../../lib/core/failure.ts'
import { absent, file } from '../../../tasks/index.ts'
import { trySituations } from '../../support/situations.ts'

trySituations('absent', [
  {
    name: 'absent',
    covers: { absent: 'already right' },
    resources: ({ at }) => absent({ path: at('a') }),
    operations: [],
    statuses: ['ok'],
  },
  { name: 'a missing folder', resources: ({ at }) => absent({ path: at('d/a') }), operations: [], statuses: ['ok'] },
  {
    name: 'below a file there is nothing',
    covers: { absent: 'already right' },
    before: { d: '' },
    resources: ({ at }) => absent({ path: at('d/a') }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a file',
    covers: { absent: 'wrong content' },
    before: { a: 'x', b: 'y' },
    resources: ({ at }) => absent({ path: at('a') }),
    operations: ['remove a'],
    statuses: ['changed'],
    after: { a: 'absent', b: 'y' },
  },
  {
    name: 'a link goes, its target stays',
    before: { f: 'x', a: { link: 'f' } },
    resources: ({ at }) => absent({ path: at('a') }),
    operations: ['remove a'],
    after: { a: 'absent', f: 'x' },
  },
  {
    name: 'a broken link',
    before: { a: { link: 'gone' } },
    resources: ({ at }) => absent({ path: at('a') }),
    operations: ['remove a'],
    after: { a: 'absent' },
  },
  {
    name: 'a link to itself',
    before: { a: { link: 'a' } },
    resources: ({ at }) => absent({ path: at('a') }),
    operations: ['remove a'],
    after: { a: 'absent' },
  },
  {
    name: 'a named pipe',
    before: { a: { fifo: true } },
    resources: ({ at }) => absent({ path: at('a') }),
    operations: ['remove a'],
    after: { a: 'absent' },
  },
  {
    name: 'a directory is refused',
    covers: { absent: 'wrong kind' },
    before: { 'a/f': 'x' },
    resources: ({ at }) => absent({ path: at('a') }),
    refused: /a is a directory: say recursive: true/,
  },
  {
    name: 'a directory with all below it',
    before: { 'a/b/f': 'x', c: 'y' },
    resources: ({ at }) => absent({ path: at('a'), recursive: true }),
    operations: ['remove a'],
    after: { a: 'absent', c: 'y' },
  },
  {
    name: 'a link to a directory goes, recursive or not, and the directory stays',
    before: { 'd/f': 'x', a: { link: 'd' } },
    resources: ({ at }) => absent({ path: at('a'), recursive: true }),
    operations: ['remove a'],
    after: { a: 'absent', 'd/f': 'x' },
  },
  {
    name: 'by way of a link',
    before: { 'd/f': 'x', a: { link: 'd' } },
    resources: ({ at }) => absent({ path: at('a/f') }),
    operations: ['remove d/f'],
    after: { a: { link: 'd' }, 'd/f': 'absent' },
  },
  {
    name: 'a file that an earlier step writes: nothing is left to do, and the steps contradict each other',
    resources: ({ at }) => [file({ path: at('a'), text: 'x' }), absent({ path: at('a') })],
    operations: [],
    statuses: ['ok', 'ok'],
    after: { a: 'absent' },
  },
])

/** Never on a real host: a task that did not refuse would remove the machine's own files. */
const test = suite('absent at the root of a host')
for (const [path, real] of [
  ['/', '/'],
  ['/etc', '/etc'],
  ['//etc/./', '/etc'],
  ['/opt/link-to-root/etc', '/etc'],
] as const) {
  test(`${path} is refused`, () => {
    const planned = absent({ path, recursive: true }).plan({ at: { type: 'directory', real } })
    assert.ok(isRefusal(planned) && /at the root of the host/.test(planned.refusal))
  })
}
test.run()
