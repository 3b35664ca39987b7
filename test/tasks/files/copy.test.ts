import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { copy, fetchFiles } from '../../../tasks/index.ts'
import { trySituations } from '../../support/situations.ts'

// The other host is the same one: what is asked of it goes the same way.
trySituations('copy', [
  {
    name: 'absent',
    covers: { copy: 'absent' },
    before: { a: 'x\n' },
    resources: ({ at }) => copy({ host: 'host', from: at('a'), path: at('b'), mode: 0o600 }),
    operations: ['write b'],
    after: { b: 'x\n' },
  },
  {
    name: 'right',
    covers: { copy: 'already right' },
    before: { a: 'x\n', b: 'x\n' },
    resources: ({ at }) => copy({ host: 'host', from: at('a'), path: at('b') }),
    operations: [],
  },
  {
    name: 'another content, and bytes that are no text',
    covers: { copy: 'wrong content' },
    before: { a: new Uint8Array([0, 255, 1]), b: 'y' },
    resources: ({ at }) => copy({ host: 'host', from: at('a'), path: at('b') }),
    operations: ['write b'],
    after: { b: new Uint8Array([0, 255, 1]) },
  },
  {
    name: 'another mode',
    covers: { copy: 'attributes' },
    before: { a: 'x', b: { file: 'x', mode: 0o666 } },
    resources: ({ at }) => copy({ host: 'host', from: at('a'), path: at('b'), mode: 0o640, owner: 'daemon' }),
    operations: ['attributes b'],
    after: { b: { mode: 0o640 } },
  },
  {
    name: 'a folder in its place',
    covers: { copy: 'wrong kind' },
    before: { a: 'x', b: { dir: true } },
    resources: ({ at }) => copy({ host: 'host', from: at('a'), path: at('b') }),
    refused: /b is a directory/,
  },
  {
    name: 'no folder above it',
    covers: { copy: 'parent missing' },
    before: { a: 'x' },
    resources: ({ at }) => copy({ host: 'host', from: at('a'), path: at('c/b') }),
    refused: /the folder of .*c\/b is not there/,
  },
  {
    name: 'it is not there',
    resources: ({ at }) => copy({ host: 'host', from: at('a'), path: at('b') }),
    refused: /a of host is not there: make it there before/,
  },
  {
    name: 'the inverse',
    covers: { copy: 'inverse' },
    before: { b: 'x' },
    resources: ({ at }) => copy({ path: at('b'), state: 'absent' }),
    operations: ['remove b'],
  },
])

trySituations('fetch', [
  {
    name: 'absent: the folders are made',
    covers: { fetchFiles: ['absent', 'parent missing'] },
    before: { a: 'x' },
    resources: ({ at }) => fetchFiles({ hosts: ['host'], from: [at('a')], into: at('in') }),
    statuses: ['changed'],
  },
  {
    name: 'what is missing on a host is left out where it may be',
    covers: { fetchFiles: 'already right' },
    resources: ({ at }) => fetchFiles({ hosts: ['host'], from: [at('a')], into: at('in'), optional: [at('a')] }),
    operations: [],
  },
  {
    name: 'it is not there',
    covers: { fetchFiles: 'wrong content' },
    resources: ({ at }) => fetchFiles({ hosts: ['host'], from: [at('a')], into: at('in') }),
    refused: /a of host is not there: make it there before, or name it among `optional`/,
  },
  {
    name: 'a file in the place of the folder',
    covers: { fetchFiles: 'wrong kind' },
    before: { a: 'x', in: 'file' },
    resources: ({ at }) => fetchFiles({ hosts: ['host'], from: [at('a')], into: at('in') }),
    refused: /is a|is not a directory/,
  },
])

const test = suite('fetch')
test('a name of a host leads nowhere else', () =>
  assert.throws(() => fetchFiles({ hosts: ['../x'], from: ['/a'], into: '/b' }), /no name of a host/))
test.run()
