import { file, toml } from '../../../tasks/index.ts'
import { tryInTurn } from '../../support/situations.ts'

const conf = '[server]\r\nhostname = "localhost" # the name\r\n\r\n[a]\r\nb.c = 1\r\n'

tryInTurn('toml', [
  {
    name: 'a key is set where it stands; the comment, the line ends and the mode stay',
    covers: { toml: ['wrong content', 'attributes'] },
    before: { f: { file: conf, mode: 0o640 } },
    resources: ({ at }) => toml({ path: at('f'), edits: [toml.set('server.hostname', 'is.example.com')] }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: conf.replace('localhost', 'is.example.com') },
  },
  {
    name: 'already so, in another spelling',
    covers: { toml: 'already right' },
    before: { f: conf },
    resources: ({ at }) => toml({ path: at('f'), edits: [toml.set('a.b.c', 1)] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a key that is not there to remove',
    before: { f: conf },
    resources: ({ at }) => toml({ path: at('f'), edits: [toml.remove('a.d')] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a key that goes',
    covers: { toml: 'inverse' },
    before: { f: '[a]\nb = 1\nc = 2\n' },
    resources: ({ at }) => toml({ path: at('f'), edits: [toml.remove('a.b')] }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: '[a]\nc = 2\n' },
  },
  {
    name: 'a missing file in a missing folder',
    covers: { toml: 'parent missing' },
    resources: ({ at }) => toml({ path: at('d/f'), edits: [toml.set('a', 1)] }),
    refused: /d\/f is not there to edit/,
  },
  {
    name: 'a missing file',
    covers: { toml: 'absent' },
    resources: ({ at }) => toml({ path: at('f'), edits: [toml.set('a', 1)] }),
    refused: /f is not there to edit/,
  },
  {
    name: 'a folder in its place',
    covers: { toml: 'wrong kind' },
    before: { f: { dir: true } },
    resources: ({ at }) => toml({ path: at('f'), edits: [toml.set('a', 1)] }),
    refused: /f is a directory/,
  },
  {
    name: 'an ill-formed file',
    before: { f: 'a = 1\nb = = 2\n' },
    resources: ({ at }) => toml({ path: at('f'), edits: [toml.set('a', 2)] }),
    refused: /f: .*line 2/,
  },
  {
    name: 'a file in another encoding than UTF-8, which no reader of TOML takes',
    before: { f: Uint8Array.from([...Buffer.from('a = 1\nb = "'), 0xe9, ...Buffer.from('"\n')]) },
    resources: ({ at }) => toml({ path: at('f'), edits: [toml.set('a', 2)] }),
    refused: /f: line 2 is not valid UTF-8: convert it to UTF-8/,
  },
  {
    name: 'what a stricter reader would not take',
    before: { f: '[a.b]\nc = 1\n[a]\nd = 1\n' },
    resources: ({ at }) => toml({ path: at('f'), reader: 'wso2', edits: [toml.set('a.d', 2)] }),
    refused: /f: .*/,
  },
  {
    name: 'made, then edited, where it is so already: no change',
    before: { f: conf.replace('localhost', 'x') },
    resources: ({ at }) => [
      file({ path: at('f'), text: conf }),
      toml({ path: at('f'), edits: [toml.set('server.hostname', 'x')] }),
    ],
    operations: [],
    statuses: ['ok', 'ok'],
  },
])
