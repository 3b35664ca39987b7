import { hostsEntry } from '../../../tasks/edits/hosts-entry.ts'
import type { Covers } from '../../support/covers.ts'
import { type Situation, tryInTurn } from '../../support/situations.ts'

const localhost = '127.0.0.1\tlocalhost\n'

interface Entry {
  readonly name: string
  readonly covers?: Covers
  readonly before: string
  readonly after: string
  readonly names?: readonly string[]
  readonly address?: string
  readonly state?: 'absent'
}

const entries: readonly Entry[] = [
  {
    name: 'is added at the end',
    covers: { hostsEntry: 'wrong content' },
    before: localhost,
    after: `${localhost}10.0.0.10\tis.example.com\n`,
  },
  {
    name: 'is there, among other names and whatever the space',
    covers: { hostsEntry: 'already right' },
    before: '10.0.0.10   lb  is.example.com # ours\n',
    after: '10.0.0.10   lb  is.example.com # ours\n',
  },
  {
    name: 'has two names, one of which is there',
    names: ['is.example.com', 'mgt.example.com'],
    before: '10.0.0.10 is.example.com\n',
    after: '10.0.0.10 is.example.com\n10.0.0.10\tmgt.example.com\n',
  },
  {
    name: "leaves the guide's line no name, so the line goes",
    before: `${localhost}127.0.0.1 is.example.com\n`,
    after: `${localhost}10.0.0.10\tis.example.com\n`,
  },
  {
    name: 'is taken out of the front of a line, whose tab stays',
    before: '127.0.0.1\tis.example.com other # is.example.com was here\n',
    after: '127.0.0.1\tother # is.example.com was here\n10.0.0.10\tis.example.com\n',
  },
  {
    name: 'is taken out of the middle and the end',
    names: ['a.example', 'b.example'],
    before: '192.0.2.1 x a.example y b.example\t# z\n',
    after: '192.0.2.1 x y\t# z\n10.0.0.10\ta.example b.example\n',
  },
  {
    name: 'is not taken for a longer or a similar name',
    before: '127.0.0.1 is.example.com.au this.example.com isxexample.com\n',
    after: '127.0.0.1 is.example.com.au this.example.com isxexample.com\n10.0.0.10\tis.example.com\n',
  },
  {
    name: 'in a comment is no entry',
    before: '# 10.0.0.10 is.example.com\n',
    after: '# 10.0.0.10 is.example.com\n10.0.0.10\tis.example.com\n',
  },
  {
    name: 'of IPv4 leaves the IPv6 one alone',
    before: '2001:db8::1 is.example.com\n',
    after: '2001:db8::1 is.example.com\n10.0.0.10\tis.example.com\n',
  },
  {
    name: 'of IPv6 leaves the IPv4 one alone',
    address: '2001:db8::10',
    before: '10.0.0.10 is.example.com\n2001:db8::1 is.example.com\n',
    after: '10.0.0.10 is.example.com\n2001:db8::10\tis.example.com\n',
  },
  {
    name: 'keeps the line ends of the file',
    before: '127.0.0.1 localhost is.example.com\r\n::1 localhost\r\n',
    after: '127.0.0.1 localhost\r\n::1 localhost\r\n10.0.0.10\tis.example.com\r\n',
  },
  {
    name: 'is there in capitals',
    before: '10.0.0.10 IS.Example.com\n',
    after: '10.0.0.10 IS.Example.com\n',
  },
  {
    name: 'is taken from another line in capitals',
    before: '127.0.0.1 Is.example.com localhost\n',
    after: '127.0.0.1 localhost\n10.0.0.10\tis.example.com\n',
  },
  {
    name: 'is there under another spelling of the address',
    address: '2001:DB8::10',
    before: '2001:db8:0:0:0:0:0:10 is.example.com\n',
    after: '2001:db8:0:0:0:0:0:10 is.example.com\n',
  },
  {
    name: 'in reverse: the names go, the line with them',
    covers: { hostsEntry: 'inverse' },
    state: 'absent',
    names: ['is.example.com', 'mgt.example.com'],
    before: `${localhost}10.0.0.10\tis.example.com mgt.example.com # ours\n::1 is.example.com\n`,
    after: `${localhost}::1 is.example.com\n`,
  },
  {
    name: 'in reverse, of a line that others have names on, and one that was there before',
    state: 'absent',
    names: ['is.example.com', 'mgt.example.com'],
    before: '10.0.0.10 lb is.example.com # ours\r\n10.0.0.10\tmgt.example.com\r\n',
    after: '10.0.0.10 lb # ours\r\n',
  },
  {
    name: 'in reverse, of names that it does not have',
    state: 'absent',
    before: '10.0.0.10 is.example.com.au\n10.0.0.11 is.example.com\n',
    after: '10.0.0.10 is.example.com.au\n10.0.0.11 is.example.com\n',
  },
]

tryInTurn('hostsEntry', [
  ...entries.map(
    ({ name, covers, before, after, names = ['is.example.com'], address = '10.0.0.10', state }): Situation => ({
      name,
      ...(covers ? { covers } : {}),
      resources: ({ at }) => hostsEntry({ path: at('hosts'), address, names, state }),
      before: { hosts: before },
      operations: before === after ? [] : ['write hosts'],
      after: { hosts: after },
    }),
  ),
  {
    name: 'refuses a directory',
    covers: { hostsEntry: 'wrong kind' },
    before: { hosts: { dir: true } },
    resources: ({ at }) => hostsEntry({ path: at('hosts'), address: '10.0.0.10', names: ['is.example.com'] }),
    refused: /hosts is a directory/,
  },
  {
    name: 'keeps the mode of the file',
    covers: { hostsEntry: 'attributes' },
    before: { hosts: { file: localhost, mode: 0o664 } },
    resources: ({ at }) => hostsEntry({ path: at('hosts'), address: '10.0.0.10', names: ['is.example.com'] }),
    operations: ['write hosts'],
    after: { hosts: { mode: 0o664 } },
  },
  {
    name: 'refuses a file that is not there',
    covers: { hostsEntry: ['absent', 'parent missing'] },
    resources: ({ at }) => hostsEntry({ path: at('d/hosts'), address: '10.0.0.10', names: ['is.example.com'] }),
    refused: /hosts is not there to edit/,
  },
  {
    name: 'refuses a directory',
    covers: { hostsEntry: 'wrong kind' },
    before: { hosts: { dir: true } },
    resources: ({ at }) => hostsEntry({ path: at('hosts'), address: '10.0.0.10', names: ['is.example.com'] }),
    refused: /hosts is a directory/,
  },
  {
    name: 'in reverse has nothing to do where no file is',
    resources: ({ at }) =>
      hostsEntry({ path: at('hosts'), address: '10.0.0.10', names: ['is.example.com'], state: 'absent' }),
    operations: [],
    statuses: ['ok'],
  },
])
