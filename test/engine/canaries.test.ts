import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import { local } from '../../lib/core/connection.ts'
import { reveal, type Secret } from '../../lib/core/secret.ts'
import {
  certificate,
  command,
  file,
  ini,
  json,
  lines,
  mount,
  properties,
  template,
  toml,
  xml,
  yaml,
} from '../../tasks/index.ts'
import { scratch } from '../support/shells.ts'
import { type Kind, tryCanaries } from '../support/try-canaries.ts'
import { testPair } from '../tasks/tls/pairs.ts'

const tools = scratch('tools')
mkdirSync(join(tools, 'bin'))
writeFileSync(join(tools, 'bin/mount'), '#!/bin/sh\n:\n', { mode: 0o755 })

const versionOf = (secret: Secret): string => (reveal(secret).includes('New') ? 'new' : 'old')

const kinds: readonly Kind[] = [
  { name: 'the text of a file', resources: (path, secret) => file({ path, text: secret }) },
  {
    name: 'the text of an element',
    before: '<a>\n  <b>old</b>\n</a>\n',
    resources: (path, secret) => xml({ path, edits: [xml.text('/a/b', secret)] }),
  },
  {
    name: 'an attribute',
    before: '<a>\n  <b c="old" d=\'1\'/>\n</a>\n',
    resources: (path, secret) => xml({ path, edits: [xml.attribute('/a/b', 'c', secret)] }),
  },
  {
    name: 'a CDATA section',
    before: '<a>\n  <b><![CDATA[old]]></b>\n</a>\n',
    resources: (path, secret) => xml({ path, edits: [xml.text('/a/b', secret)] }),
  },
  {
    name: 'a setting in an element',
    before: '<a>\n  <b>\n    one=1\n    key=old\n    two=2\n  </b>\n</a>\n',
    resources: (path, secret) => xml({ path, edits: [xml.setting('/a/b', 'key', secret)] }),
  },
  {
    name: 'an element of its own',
    before: '<a>\n  <b n="0"/>\n</a>\n',
    resources: (path, secret) =>
      xml({
        path,
        edits: [xml.ensure('/a', 'b[@n="1"]', xml.element('b', { n: '1', p: secret }, [xml.element('c', {}, secret)]))],
      }),
  },
  {
    name: 'JSON',
    before: '{\n  "a": "old",\n  "b": [1, 2]\n}\n',
    resources: (path, secret) => json({ path, edits: [json.set(['a'], secret)] }),
  },
  {
    name: 'inside a value of JSON',
    before: '{\n  "a": "old"\n}\n',
    resources: (path, secret) => json({ path, edits: [json.set(['c'], { p: [secret, 1] })] }),
  },
  {
    name: 'YAML, in place of a value and in a list',
    before: 'a: old # kept\nl:\n  - 1\n',
    resources: (path, secret) => yaml({ path, edits: [yaml.set('a', secret), yaml.set('l', [1, { p: secret }])] }),
  },
  {
    name: 'a template that is a function',
    resources: (path, secret) => template({ path, values: { secret }, render: ({ secret }) => `a=${secret}\n` }),
  },
  {
    name: 'a line',
    before: '# password=x\npassword=old\nother=1\n',
    resources: (path, secret) => lines({ path, edits: [lines.ensure(['password=', secret], { match: /^password=/ })] }),
  },
  {
    name: 'a block of lines',
    before: 'first\nlast\n',
    resources: (path, secret) => lines({ path, edits: [lines.block('ours', ['user=x\npassword=', secret, '\nend'])] }),
  },
  {
    name: 'a line beside one that changes, too',
    before: 'user=a\npassword=old\nhost=b\n',
    resources: (path, secret) => [
      lines({ path, edits: [lines.ensure(['password=', secret], { match: /^password=/ })] }),
      lines({ path, edits: [lines.ensure('host=c', { match: /^host=/ })] }),
    ],
  },
  {
    name: 'a line behind one that is edited before',
    before: 'user=a\npassword=old\nhost=b\n',
    resources: (path, secret, again) => [
      lines({ path, edits: [lines.ensure(again ? 'host=d' : 'host=c', { match: /^host=/ })] }),
      lines({ path, edits: [lines.ensure(['password=', secret], { match: /^password=/ })] }),
    ],
    changesAgain: true,
  },
  {
    name: 'a file that is edited once more',
    notJudged: true,
    resources: (path, secret) => [file({ path, text: secret }), lines({ path, edits: [lines.ensure('# the end')] })],
  },
  {
    name: 'properties',
    before: 'a=old\nb=1\n',
    resources: (path, secret) => properties({ path, edits: [properties.set('a', secret)] }),
  },
  {
    name: 'ini',
    before: '[a]\nb = old\n[c]\nd = 1\n',
    resources: (path, secret) => ini({ path, edits: [ini.set('a', 'b', secret)] }),
  },
  {
    name: 'TOML',
    before: '[a]\nb = "old"\nc = 1\n',
    resources: (path, secret) => toml({ path, edits: [toml.set('a.b', secret)] }),
  },
  {
    name: 'a member of TOML',
    before: '[[a]]\nid = 1\np = "old"\n',
    resources: (path, secret) => toml({ path, edits: [toml.ensureMember('a', 'id', { id: 2, p: secret })] }),
  },
  {
    name: 'what a command reads',
    resources: (path, secret) =>
      command({ script: `cat >${path}.${versionOf(secret)}`, creates: `${path}.${versionOf(secret)}`, stdin: secret }),
  },
  {
    name: 'the pass phrase of an authority',
    arrange: (path, secret) => {
      const { certificate: text, key } = testPair({ name: 'CA', ca: true })
      writeFileSync(`${path}.crt`, text)
      const words = ['pkey', '-aes256', '-passout', 'env:PASS']
      writeFileSync(`${path}.key`, execFileSync('openssl', words, { input: key, env: { PASS: reveal(secret) } }))
    },
    resources: (path, secret) =>
      certificate({
        path: `${path}.is.crt`,
        key: `${path}.is.key`,
        names: ['is.example.com'],
        algorithm: 'ec-prime256v1',
        ca: { certificate: `${path}.crt`, key: `${path}.key`, password: secret },
      }),
    leavesNothing: true,
  },
  {
    name: 'the password of a share',
    resources: (path, secret) =>
      mount({
        device: '//files/is',
        path: `${dirname(path)}/mnt`,
        type: 'cifs',
        credentials: { user: 'is', password: secret, path },
        fstab: `${dirname(path)}/fstab`,
      }),
    spec: local({ env: { PATH: `${join(tools, 'bin')}:${process.env.PATH}` } }),
    fails: true,
  },
]

const test = suite('canaries')
for (const kind of kinds) test(`no plan and no event holds a secret: ${kind.name}`, () => tryCanaries(kind))
test.run()
