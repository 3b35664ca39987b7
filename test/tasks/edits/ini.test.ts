import { secret } from '../../../lib/core/secret.ts'
import { file, ini } from '../../../tasks/index.ts'
import { tryInTurn } from '../../support/situations.ts'

const cnf = '# MariaDB\r\n[client]\r\nport = 3306\n\n[mysqld]\nport = 3306\nskip-networking\n'

tryInTurn('ini', [
  {
    name: 'a key is set in its section, one is removed, one stands alone; all else stays',
    covers: { ini: ['wrong content', 'inverse'] },
    before: { f: { file: cnf, mode: 0o640 } },
    resources: ({ at }) =>
      ini({
        path: at('f'),
        edits: [
          ini.set('mysqld', 'port', '3307'),
          ini.remove('mysqld', 'skip-networking'),
          ini.flag('mysqld', 'skip-name-resolve'),
        ],
      }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: '# MariaDB\r\n[client]\r\nport = 3306\n\n[mysqld]\nport = 3307\nskip-name-resolve\n' },
  },
  {
    name: 'already so',
    covers: { ini: 'already right' },
    before: { f: cnf },
    resources: ({ at }) =>
      ini({ path: at('f'), edits: [ini.set('mysqld', 'port', '3306'), ini.flag('mysqld', 'skip-networking')] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'another mode, which stays',
    covers: { ini: 'attributes' },
    before: { f: { file: '[a]\nb = 1\n', mode: 0o640 } },
    resources: ({ at }) => ini({ path: at('f'), edits: [ini.set('a', 'b', '2')] }),
    operations: ['write f'],
    after: { f: { mode: 0o640 } },
  },
  {
    name: 'a missing file',
    covers: { ini: 'absent' },
    resources: ({ at }) => ini({ path: at('f'), edits: [ini.set('a', 'b', 'c')] }),
    refused: /f is not there to edit/,
  },
  {
    name: 'a missing file that may be made',
    covers: { ini: 'absent' },
    resources: ({ at }) => ini({ path: at('f'), edits: [ini.set('a', 'b', 'c')], create: true }),
    operations: ['write f'],
    after: { f: '[a]\nb=c\n' },
  },
  {
    name: 'a missing file in a missing folder',
    covers: { ini: 'parent missing' },
    resources: ({ at }) => ini({ path: at('d/f'), edits: [ini.set('a', 'b', 'c')], create: true }),
    refused: /the folder of .*d\/f is not there/,
  },
  {
    name: 'removals on a file that is not there',
    resources: ({ at }) => ini({ path: at('f'), edits: [ini.remove('a', 'b'), ini.removeSection('c')] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a directory',
    covers: { ini: 'wrong kind' },
    before: { f: { dir: true } },
    resources: ({ at }) => ini({ path: at('f'), edits: [ini.set('a', 'b', 'c')] }),
    refused: /f is a directory/,
  },
  {
    name: 'a value that readers would not agree on is refused, with the name of the file',
    before: { f: '[a]\nx = 1 \\\n' },
    resources: ({ at }) => ini({ path: at('f'), edits: [ini.set('a', 'x', '2')] }),
    refused: /f: x on line 2 ends in a backslash/,
  },
  {
    name: 'comments behind values, where the reader has them',
    before: { f: '[PHP]\nlimit = 8 ; MB\n' },
    resources: ({ at }) => ini({ path: at('f'), edits: [ini.set('PHP', 'limit', '16')], inlineComments: true }),
    operations: ['write f'],
    after: { f: '[PHP]\nlimit = 16 ; MB\n' },
  },
  {
    name: 'a file in Latin-1, and a secret',
    before: { f: Buffer.from('; \xe9\n[a]\nb = c\n', 'latin1') },
    resources: ({ at }) => ini({ path: at('f'), edits: [ini.set('a', 'b', secret('s', { value: 'p w' }))] }),
    operations: ['write f'],
    after: { f: Buffer.from('; \xe9\n[a]\nb = p w\n', 'latin1') },
  },
  {
    name: 'written, then edited, where it is so already: no change',
    before: { f: '[a]\nb = 2\n' },
    resources: ({ at }) => [
      file({ path: at('f'), text: '[a]\nb = 1\n' }),
      ini({ path: at('f'), edits: [ini.set('a', 'b', '2')] }),
    ],
    operations: [],
    statuses: ['ok', 'ok'],
  },
])
