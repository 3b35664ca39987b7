import { secret } from '../../../lib/core/secret.ts'
import { file, yaml } from '../../../tasks/index.ts'
import { tryInTurn } from '../../support/situations.ts'

const conf = '# Prometheus\nglobal:\n  scrape_interval: 15s # often\nrule_files: []\n'
const word = secret('yaml-task-word', { value: 's3cret: "Word"' })

tryInTurn('yaml', [
  {
    name: 'a key is set where it stands, one is added; comments and the mode stay',
    covers: { yaml: ['wrong content', 'attributes'] },
    before: { f: { file: conf, mode: 0o640 } },
    resources: ({ at }) =>
      yaml({
        path: at('f'),
        edits: [yaml.set('global.scrape_interval', '30s'), yaml.set('global.external_labels', { site: 'no' })],
      }),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: conf.replace('15s # often', '30s # often\n  external_labels:\n    site: "no"') },
  },
  {
    name: 'already so',
    covers: { yaml: 'already right' },
    before: { f: conf },
    resources: ({ at }) => yaml({ path: at('f'), edits: [yaml.set('global.scrape_interval', '15s')] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a key that goes',
    covers: { yaml: 'inverse' },
    before: { f: conf },
    resources: ({ at }) => yaml({ path: at('f'), edits: [yaml.remove('rule_files'), yaml.removeItem('x', 1)] }),
    operations: ['write f'],
    after: { f: conf.replace('rule_files: []\n', '') },
  },
  {
    name: 'removals on a file that is not there',
    resources: ({ at }) => yaml({ path: at('f'), edits: [yaml.remove('a')] }),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'a missing file',
    covers: { yaml: 'absent' },
    resources: ({ at }) => yaml({ path: at('f'), edits: [yaml.set('a', 1)] }),
    refused: /f is not there to edit/,
  },
  {
    name: 'a missing file that may be made',
    covers: { yaml: 'absent' },
    resources: ({ at }) => yaml({ path: at('f'), edits: [yaml.set('a.b', ['x'])], create: true }),
    operations: ['write f'],
    after: { f: 'a:\n  b:\n    - x\n' },
  },
  {
    name: 'a missing folder',
    covers: { yaml: 'parent missing' },
    resources: ({ at }) => yaml({ path: at('d/f'), edits: [yaml.set('a', 1)], create: true }),
    refused: /the folder of .*d\/f is not there/,
  },
  {
    name: 'a directory in its place',
    covers: { yaml: 'wrong kind' },
    before: { f: { dir: true } },
    resources: ({ at }) => yaml({ path: at('f'), edits: [yaml.set('a', 1)] }),
    refused: /f is a directory/,
  },
  {
    name: 'a file that is no YAML',
    before: { f: 'a: {\n' },
    resources: ({ at }) => yaml({ path: at('f'), edits: [yaml.set('a', 1)] }),
    refused: /f: this is not YAML: .*repair the file/,
  },
  {
    name: 'a secret',
    before: { f: 'a: 1\n' },
    resources: ({ at }) => yaml({ path: at('f'), edits: [yaml.set('a', word)] }),
    operations: ['write f'],
    after: { f: 'a: "s3cret: \\"Word\\""\n' },
  },
  {
    name: 'made, then edited, where it is so already: no change',
    before: { f: 'a: 2 # x\n' },
    resources: ({ at }) => [
      file({ path: at('f'), text: 'a: 1 # x\n' }),
      yaml({ path: at('f'), edits: [yaml.set('a', 2)] }),
    ],
    operations: [],
    statuses: ['ok', 'ok'],
  },
])
