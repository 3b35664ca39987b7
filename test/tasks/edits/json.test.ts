import { file, json } from '../../../tasks/index.ts'
import { tryInTurn } from '../../support/situations.ts'

const site = '{\r\n  "proxy": { "proxyHost" : "", "port": 10 },\n\t"big": 12345678901234567890\n}'

tryInTurn('json', [
  {
    name: 'a member is set; formatting, big numbers and the missing newline stay',
    covers: { json: ['wrong content', 'attributes'] },
    before: { f: { file: site, mode: 0o600 } },
    resources: ({ at }) => json({ path: at('f'), edits: [json.set(['proxy', 'proxyHost'], 'is.example.com')] }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: site.replace('""', '"is.example.com"') },
  },
  {
    name: 'already so',
    covers: { json: 'already right' },
    before: { f: site },
    resources: ({ at }) => json({ path: at('f'), edits: [json.set(['proxy', 'port'], 10)] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a member that is not there to remove',
    before: { f: site },
    resources: ({ at }) => json({ path: at('f'), edits: [json.remove(['none'])] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a member that goes',
    covers: { json: 'inverse' },
    before: { f: site },
    resources: ({ at }) => json({ path: at('f'), edits: [json.remove(['big'])] }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: site.replace(',\n\t"big": 12345678901234567890', '') },
  },
  {
    name: 'a missing file in a missing folder',
    covers: { json: 'parent missing' },
    resources: ({ at }) => json({ path: at('d/f'), edits: [json.set(['a'], 1)] }),
    refused: /d\/f is not there to edit/,
  },
  {
    name: 'a missing file',
    covers: { json: 'absent' },
    resources: ({ at }) => json({ path: at('f'), edits: [json.set(['a'], 1)] }),
    refused: /f is not there to edit/,
  },
  {
    name: 'an ill-formed file',
    before: { f: '{\n "a": }' },
    resources: ({ at }) => json({ path: at('f'), edits: [json.set(['a'], 1)] }),
    refused: /f: .*line 2/,
  },
  {
    name: 'a link to a directory',
    covers: { json: 'wrong kind' },
    before: { d: { dir: true }, f: { link: 'd' } },
    resources: ({ at }) => json({ path: at('f'), edits: [json.set(['a'], 1)] }),
    refused: /f is a directory/,
  },
  {
    name: 'copied, then edited, where it is so already: no change',
    before: { f: site.replace('""', '"x"') },
    resources: ({ at }) => [
      file({ path: at('f'), text: site }),
      json({ path: at('f'), edits: [json.set(['proxy', 'proxyHost'], 'x')] }),
    ],
    operations: [],
    statuses: ['ok', 'ok'],
  },
])
