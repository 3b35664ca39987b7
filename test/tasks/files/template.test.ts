import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { secret } from '../../../lib/core/secret.ts'
import { template } from '../../../tasks/index.ts'
import { type Places, tryInTurn } from '../../support/situations.ts'

const given = { 'app.conf': 'listen {{ server.port }}\nname "{{name}}"\npath $HOME }} {x}\n' }
const values = { name: 'a {{b}}', server: { port: 8080 } }
const text = 'listen 8080\nname "a {{b}}"\npath $HOME }} {x}\n'
const password = secret('template-password', { value: 's3cret-Word' })

const conf =
  (more: { mode?: number; owner?: string; state?: 'absent' } = {}) =>
  ({ at, given: file }: Places) =>
    template({ path: at('f'), from: file('app.conf'), values, ...more })
const refused = (source: string, wanted: RegExp, name: string) => ({
  name,
  given: { 'app.conf': source },
  before: { f: 'old' },
  resources: conf(),
  refused: wanted,
})

tryInTurn('template', [
  {
    name: 'absent: names are filled, all else stays, and what a value holds is not filled again',
    covers: { template: 'absent' },
    given,
    resources: conf(),
    operations: ['write f'],
    statuses: ['changed'],
    after: { f: text },
  },
  {
    name: 'right',
    covers: { template: 'already right' },
    given,
    before: { f: text },
    resources: conf(),
    operations: [],
    statuses: ['ok'],
  },
  {
    name: 'another content; the mode stays',
    covers: { template: 'wrong content' },
    given,
    before: { f: { file: 'old', mode: 0o640 } },
    resources: conf(),
    operations: ['write f'],
    after: { f: text },
  },
  {
    name: 'right, with another mode and owner',
    covers: { template: 'attributes' },
    given,
    before: { f: { file: text, mode: 0o644 } },
    resources: conf({ mode: 0o600, owner: 'daemon' }),
    operations: ['attributes f'],
    after: { f: { mode: 0o600 } },
  },
  {
    name: 'a directory in its place',
    covers: { template: 'wrong kind' },
    given,
    before: { f: { dir: true } },
    resources: conf(),
    refused: /f is a directory/,
  },
  {
    name: 'a missing folder',
    covers: { template: 'parent missing' },
    given,
    resources: ({ at, given: file }) => template({ path: at('d/f'), from: file('app.conf'), values }),
    refused: /the folder of .*d\/f is not there/,
  },
  {
    name: 'the inverse, whatever is in it',
    covers: { template: 'inverse' },
    given,
    before: { f: 'edited since' },
    resources: conf({ state: 'absent' }),
    operations: ['remove f'],
    statuses: ['changed'],
    after: { f: 'absent' },
  },
  { name: 'the inverse where nothing is, nor the template', resources: conf({ state: 'absent' }), statuses: ['ok'] },
  {
    name: 'the inverse of a link: what it leads to is somebody else’s',
    given,
    before: { f: { link: 'g' }, g: 'x' },
    resources: conf({ state: 'absent' }),
    refused: /f is a link to g/,
  },
  {
    name: 'a secret in a file',
    given: { 'db.conf': 'password={{password}}\n' },
    resources: ({ at, given: file }) => template({ path: at('f'), from: file('db.conf'), values: { password } }),
    operations: ['write f'],
    after: { f: 'password=s3cret-Word\n' },
  },
  {
    name: 'a secret by a function, whose values have their types',
    resources: ({ at }) =>
      template({
        path: at('f'),
        values: { password, ports: { http: 80, https: 443 } },
        render: ({ password, ports }) =>
          `${[ports.http, ports.https].map((port) => `listen ${port + 8000}`).join('\n')}\npassword ${password.trim()}\n`,
      }),
    operations: ['write f'],
    after: { f: 'listen 8080\nlisten 8443\npassword s3cret-Word\n' },
  },
  {
    name: 'no such template',
    resources: conf(),
    refused: /app\.conf.*put it there, or name another file/,
  },
  refused(
    '{{nam}} {{server.port}}',
    /app\.conf: line 1: there is no value for \{\{nam\}\} \(there is one for \{\{name\}\}\)/,
    'a slip in a name',
  ),
  refused(
    '{{name}}\n\n',
    /app\.conf: \{\{server\.port\}\} is nowhere in it: leave these values out/,
    'a value that is not used',
  ),
  refused(
    '{{name}} {{server.port}}\n{% if x %}\n{{ name | upper }}\n{{',
    /line 2: \{% if is no name of a value; line 3: \{\{ name \| upper \}\} is no name of a value; line 4: \{\{ is no name.*give render/,
    'conditions, filters and what is not closed, all at once',
  ),
  refused(
    '{{name}} {{server.port}} {{toString}} {{server}}',
    /no value for \{\{toString\}\}; .*no value for \{\{server\}\}/,
    'what only an object has',
  ),
  {
    name: 'bytes that are no text',
    given: { 'app.conf': new Uint8Array([0xff, 0xfe, 0x7b]) },
    before: { f: 'old' },
    resources: conf(),
    refused: /app\.conf is no text in UTF-8/,
  },
])

const test = suite('options of template')
const path = '/etc/x'
for (const [options, words] of [
  [{ path, values: {} }, /it has none of the options from, render/],
  [{ path, values: { 'a-b': 1 }, from: 'x' }, /"a-b" is no name/],
  [{ path, values: { a: [1] }, from: 'x' }, /values\.a: give a text, a number/],
  [{ path, values: { a: { b: undefined } }, from: 'x' }, /values\.a\.b: give a text/],
  [{ path, values: {}, render: () => 7 }, /render gave a value of type number: let it give a text/],
  [
    {
      path,
      values: {},
      render: () => {
        throw new Error('no such port')
      },
    },
    /render failed: no such port/,
  ],
] as const)
  test(`${words}`, () => assert.throws(() => template(options as never), words))

test('a function takes the values that there are: a slip does not compile', () => {
  const values = { port: 80, password }
  template({ path, values, render: ({ port, password }) => `${port.toFixed(0)} ${password.length}` })
  // @ts-expect-error there is no value of this name
  template({ path, values, render: ({ prot }) => `${prot}` })
  // @ts-expect-error a template is a file or a function
  assert.throws(() => template({ path, values, from: 'x', render: () => '' }), /it has the options from and render/)
})
test.run()
