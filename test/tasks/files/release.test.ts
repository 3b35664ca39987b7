import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { release } from '../../../tasks/index.ts'
import { zipOf } from '../../support/archives.ts'
import { tryInTurn } from '../../support/situations.ts'

const pack = zipOf({ 'app/run': 'new\n' })
const old = {
  'app/releases/1.9.0/run': '9\n',
  'app/releases/1.10.0/run': '10\n',
  'app/releases/1.8.0/run': '8\n',
  'app/current': { link: 'releases/1.10.0' },
} as const

tryInTurn('release', [
  {
    name: 'absent: the first one',
    covers: { release: ['absent', 'parent missing'] },
    given: { 'app.zip': pack },
    resources: ({ at, given }) => release({ path: at('app'), name: '1.0.0', from: given('app.zip'), strip: 1 }),
    operations: ['directory app', 'directory app/releases', 'run', 'symlink app/current'],
    after: { 'app/current': { link: 'releases/1.0.0' }, 'app/releases/1.0.0/run': 'new\n' },
  },
  {
    name: 'right',
    covers: { release: 'already right' },
    before: old,
    resources: ({ at }) => release({ path: at('app'), name: '1.10.0' }),
    operations: [],
  },
  {
    name: 'a new one: the link is pointed to it, and the oldest goes, by its number',
    covers: { release: 'wrong content' },
    given: { 'app.zip': pack },
    before: old,
    resources: ({ at, given }) =>
      release({ path: at('app'), name: '1.11.0', from: given('app.zip'), strip: 1, keep: 3 }),
    operations: ['run', 'symlink app/current', 'remove app/releases/1.8.0'],
    after: {
      'app/current': { link: 'releases/1.11.0' },
      'app/releases/1.8.0': 'absent',
      'app/releases/1.9.0/run': '9\n',
    },
  },
  {
    name: 'back: the one that counts stays, however old',
    before: old,
    resources: ({ at }) => release({ path: at('app'), name: '1.8.0', keep: 1 }),
    operations: ['symlink app/current', 'remove app/releases/1.9.0'],
    after: {
      'app/current': { link: 'releases/1.8.0' },
      'app/releases/1.8.0/run': '8\n',
      'app/releases/1.10.0/run': '10\n',
    },
  },
  {
    name: 'back to one that is gone',
    before: old,
    resources: ({ at }) => release({ path: at('app'), name: '1.7.0' }),
    refused:
      /there is no release 1\.7\.0 below .*: give the archive of it, by from, or name one that is there: 1\.10\.0, 1\.9\.0, 1\.8\.0/,
  },
  {
    name: 'a folder in the place of the link',
    covers: { release: 'wrong kind' },
    before: { 'app/releases/1.0.0/run': 'x', 'app/current': { dir: true } },
    resources: ({ at }) => release({ path: at('app'), name: '1.0.0' }),
    refused: /current is a directory, no link: move it away/,
  },
])

const test = suite('release')
test('a name leads nowhere', () =>
  assert.throws(() => release({ path: '/a', name: '../x' }), /is no name of a release/))
test.run()
