import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UsageError } from '../../lib/core/failure.ts'
import { command, directory, file } from '../../tasks/index.ts'
import { trySituations } from '../support/situations.ts'

// 1 is called daemon on every host; 7779 has no name.
trySituations('owner and group by name or number', [
  {
    name: 'a new file, by numbers that have a name',
    resources: ({ at }) => file({ path: at('f'), text: 'x', owner: '1', group: '1' }),
    operations: ['write f'],
    statuses: ['changed'],
  },
  {
    name: 'a file that is so by name',
    before: { f: { file: 'x', uid: 1, gid: 1 } },
    resources: ({ at }) => file({ path: at('f'), text: 'x', owner: '1', group: '1' }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a file of somebody else',
    before: { f: { file: 'x', uid: 2, gid: 1 } },
    resources: ({ at }) => file({ path: at('f'), text: 'x', owner: '1', group: 'daemon' }),
    operations: ['attributes f'],
    statuses: ['changed'],
  },
  {
    name: 'a number without a name',
    before: { f: { file: 'x', uid: 1, gid: 1 } },
    resources: ({ at }) => file({ path: at('f'), text: 'x', owner: '7779', group: '7779' }),
    operations: ['attributes f'],
    statuses: ['changed'],
  },
  {
    name: 'two names of one user in one plan',
    before: { f: { file: 'x', uid: 1, gid: 1 } },
    resources: ({ at }) => [
      file({ path: at('f'), text: 'y', owner: '1' }),
      file({ path: at('f'), text: 'y', owner: 'daemon', group: '1' }),
    ],
    operations: ['write f'],
    statuses: ['changed', 'ok'],
  },
  {
    name: 'root by its number, of what root makes',
    resources: ({ at }) => [
      directory({ path: at('d') }),
      directory({ path: at('d'), owner: '0', group: '0' }),
      file({ path: at('d/f'), text: '' }),
      file({ path: at('d/f'), text: '', owner: '0', group: 'root' }),
    ],
    operations: ['directory d', 'write d/f'],
    statuses: ['changed', 'ok', 'changed', 'ok'],
  },
  {
    name: 'a folder by numbers',
    before: { d: { dir: true, uid: 1, gid: 1 } },
    resources: ({ at }) => [
      directory({ path: at('d'), owner: '1', group: '1' }),
      directory({ path: at('e'), owner: '1', group: '1' }),
    ],
    operations: ['directory e'],
    statuses: ['ok', 'changed'],
  },
  {
    name: 'the group that a folder passes on is known by its number',
    before: { d: { dir: true, uid: 0, gid: 1, mode: 0o2755 } },
    resources: ({ at }) => [directory({ path: at('d/e') }), directory({ path: at('d/e'), group: '1' })],
    operations: ['directory d/e'],
    statuses: ['changed', 'ok'],
  },
  ...[0o4755, 0o2755, 0o6711, 0o1755].map((mode) => ({
    name: `another owner leaves a file the mode ${mode.toString(8)}`,
    before: { f: { file: 'x', mode } },
    resources: ({ at }: { at(path: string): string }) => file({ path: at('f'), text: 'x', owner: '1' }),
    operations: ['attributes f'],
    after: { f: { mode } },
  })),
  {
    name: 'and with another content, too',
    before: { f: { file: 'x', mode: 0o4755 }, g: { file: 'x', mode: 0o2755 } },
    resources: ({ at }) => [
      file({ path: at('f'), text: 'y', owner: '1' }),
      file({ path: at('g'), text: 'y', group: '1' }),
    ],
    after: { f: { mode: 0o4755 }, g: { mode: 0o2755 } },
  },
  {
    name: 'and a directory',
    before: { d: { dir: true, mode: 0o6755 } },
    resources: ({ at }) => directory({ path: at('d'), owner: '1', group: '1' }),
    after: { d: { mode: 0o6755 } },
  },
  {
    name: 'the mode that is asked for beside it holds',
    before: { f: { file: 'x', mode: 0o4755 } },
    resources: ({ at }) => file({ path: at('f'), text: 'x', owner: '1', mode: 0o2755 }),
    after: { f: { mode: 0o2755 } },
  },
  {
    name: 'a user that there is not is told before anything is changed',
    resources: ({ at }) => [file({ path: at('a'), text: '' }), file({ path: at('f'), text: 'x', owner: 'nosuch' })],
    refused: /there is no user nosuch to whom .*f is to belong: make them before, with user\(\)/,
  },
  {
    name: 'a group that there is not',
    before: { d: { dir: true } },
    resources: ({ at }) => directory({ path: at('d'), group: 'nosuch' }),
    refused: /there is no group nosuch to which .*d is to belong: make it before, with group\(\)/,
  },
  {
    name: 'the inverse asks for nobody',
    before: { f: 'x' },
    resources: ({ at }) => file({ path: at('f'), text: 'x', owner: 'nosuch', state: 'absent' }),
    operations: ['remove f'],
  },
  {
    name: 'behind a script that may make the user, only the host can tell, later',
    resources: ({ at }) => [
      command({ script: `touch ${at('ran')}`, creates: at('ran') }),
      file({ path: at('f'), text: 'x', owner: 'nosuch' }),
    ],
    operations: ['run'],
    statuses: ['changed', 'failed'],
    fails: true,
    reason: /there is no user nosuch .*; before that, this run has changed the host: run touch/,
  },
  {
    name: 'behind a script, a user that there is is known',
    resources: ({ at }) => [
      command({ script: `touch ${at('ran')}`, creates: at('ran') }),
      file({ path: at('f'), text: 'x', owner: 'daemon' }),
    ],
    operations: ['run', 'write f'],
    statuses: ['changed', 'changed'],
  },
])

const refusedOwners = [
  ['4294967295', /4294967295 is no number of a user: give one from 0 to 4294967294/],
  ['4294967296', /is no number of a user/],
  ['+0', /"\+0" is neither name nor number of a user: give one, as in 'wso2' or '802'/],
  ['-1', /"-1" is neither/],
  ['root:root', /"root:root" is neither/],
  ['root ', /"root " is neither/],
] as const
const untouched = suite('what is no owner')
for (const [owner, says] of refusedOwners) {
  untouched(`${owner} is told before a host is touched`, () => {
    for (const call of [() => file({ path: '/f', text: '', owner }), () => directory({ path: '/f', owner })])
      assert.throws(call, (error: unknown) => error instanceof UsageError && says.test(error.message))
  })
}
untouched('the last number, and names of a directory service', () => {
  for (const owner of ['4294967294', 'DOM\\domain users', 'web.dev', 'host$', 'é', 'x'])
    assert.type(directory({ path: '/f', owner, group: owner }).title, 'string')
})
untouched.run()
