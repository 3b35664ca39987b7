import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readAnsibleIni } from '../../lib/cli/import/ansible-ini.ts'
import { rangeOf } from '../../lib/cli/import/ansible-model.ts'
import { readAnsibleYaml } from '../../lib/cli/import/ansible-yaml.ts'
import { inventoryText } from '../../lib/cli/import/inventory-text.ts'
import { newProject, type Project } from './command.ts'

const ini = (text: string) => inventoryText(readAnsibleIni(text), 'hosts')
const yaml = (text: string) => inventoryText(readAnsibleYaml(text), 'hosts.yml')
const situations: readonly {
  readonly name: string
  readonly written: ReturnType<typeof inventoryText>
  readonly has: string
  readonly note?: RegExp
}[] = [
  { name: 'a host by its own name', written: ini('web1\n'), has: "web1: { connect: ssh('web1') }," },
  {
    name: 'how a host is reached, from its group',
    written: ini('[web]\nweb1 ansible_host=10.0.0.1\n[web:vars]\nansible_user=deploy\nansible_port=2222\n'),
    has: "web1: { connect: ssh('10.0.0.1', { user: 'deploy', port: 2222 }), groups: ['web'] },",
  },
  {
    name: 'what a host says itself holds',
    written: ini('web1 ansible_user=me\n[all:vars]\nansible_user=deploy\n'),
    has: "ssh('web1', { user: 'me' })",
  },
  {
    name: 'a port behind names of a range',
    written: ini('db-[a:b].x:5309\n'),
    has: "'db-b.x': { connect: ssh('db-b.x', { port: 5309 }) },",
  },
  { name: 'a port of its own counts', written: ini('a:22 ansible_port=23\n'), has: "ssh('a', { port: 23 })" },
  { name: 'an address of IPv6 has no port', written: ini('fe80::1\n'), has: "'fe80::1': { connect: ssh('fe80::1') }," },
  {
    name: 'groups of groups, with variables',
    written: ini('[web]\na\n[prod:children]\nweb\n[prod:vars]\nenv=prod # here\n'),
    has: "prod: { children: ['web'], vars: { env: 'prod' } },",
  },
  {
    name: 'literals',
    written: ini('a n=1 f=1.5 zip=01234 t=True no=None l=[1,\'x\'] q="two words" s="it\'s"\n'),
    has: `vars: { n: 1, f: 1.5, zip: '01234', t: true, no: null, l: [1, 'x'], q: 'two words', s: 'it\\'s' }`,
  },
  {
    name: 'another user',
    written: ini('a ansible_become=yes ansible_become_user=app ansible_become_method=su\n'),
    has: "become: { user: 'app', method: 'su' }",
  },
  {
    name: 'a password becomes a secret',
    written: ini('a ansible_become=true ansible_become_pass=hunter22\n'),
    has: "become: { password: secret('a-become') }",
    note: /a password is a secret now: give RUNBOOK_SECRET_A_BECOME/,
  },
  { name: 'this machine', written: ini('a ansible_connection=local\n'), has: 'a: { connect: local() },' },
  {
    name: 'a connection that is not known',
    written: ini('a ansible_connection=docker\n'),
    has: "connect: shell(['docker', 'exec', '-i', 'a', 'sh'])",
    note: /the connection docker is not known here/,
  },
  { name: 'a template', written: ini('a x="{{ y }}"\n'), has: "x: '{{ y }}'", note: /x is a template/ },
  {
    name: 'a word of Ansible that has no twin',
    written: ini('a ansible_ssh_common_args=-J\n'),
    has: "a: { connect: ssh('a') },",
    note: /ansible_ssh_common_args is not taken over/,
  },
  {
    name: 'YAML, with what was encrypted',
    written: yaml(
      'all:\n  children:\n    web:\n      hosts:\n        w[1:2]: { x: { y: [1, two] } }\n      vars:\n        db: !vault |\n          $ANSIBLE_VAULT;1.1;AES256\n          31\n',
    ),
    has: "w2: { connect: ssh('w2'), groups: ['web'], vars: { x: { y: [1, 'two'] } } },",
    note: /db was encrypted by Ansible/,
  },
]

const test = suite<{ project: Project }>('inventories of Ansible')
test.before.each((context) => {
  context.project = newProject()
})
test.after.each(({ project }) => project.remove())

for (const { name, written, has, note } of situations)
  test(name, () => {
    assert.ok(written.text.includes(has), written.text)
    assert.is(written.notes.length, note === undefined ? 0 : 1, written.notes.join('\n'))
    if (note) assert.match(written.notes[0] ?? '', note)
    assert.not.match(written.text, /hunter22/)
  })

test('ranges', () => {
  assert.equal(rangeOf('web[01:03]'), ['web01', 'web02', 'web03'])
  assert.equal(rangeOf('db-[a:c].x'), ['db-a.x', 'db-b.x', 'db-c.x'])
  assert.equal(rangeOf('a[1:2]b[0:4:2]').length, 6)
})

test('what is written is an inventory, with the variables of files beside it', async ({ project }) => {
  project.write({
    'hosts.ini': 'lb ansible_connection=local\n[web]\nweb[1:2] ansible_host=10.0.0.1\n[all:vars]\nntp=["a"]\n',
    'group_vars/web.yml': 'port: 8080\n',
    'host_vars/web1/main.yml': 'role: first\n',
  })
  const imported = await project.run(['import', 'ansible-inventory', 'hosts.ini', '--out', 'hosts.ts'])
  assert.equal([imported.code, imported.err], [0, ''])
  const text = readFileSync(join(project.folder, 'hosts.ts'), 'utf8')
  assert.match(text, /web: \{ vars: \{ port: 8080 \} \}/)
  assert.match(text, /groups: \['web'\], vars: \{ role: 'first' \}/)
  const listed = await project.run(['list', 'hosts.ts'])
  assert.match(listed.out, /^ {2}web +web1 web2$/m)
  const again = await project.run(['import', 'ansible-inventory', 'hosts.ini', '--out', 'hosts.ts'])
  assert.equal([again.code, /hosts\.ts is there: nothing is replaced/.test(again.err)], [64, true])
})

for (const [file, text, says] of [
  ['a.ini', '[web]\nx\n[web\n', /^runbook: a\.ini: line 3: \[web is no head of a section$/m],
  ['b.ini', '[web:host]\n', /line 1: \[web:host\] is none of hosts, children and vars/],
  ['c.ini', 'web1 user\n', /line 1: "user" is no NAME=VALUE/],
  ['d.yml', 'all: [1\n', /^runbook: d\.yml: it cannot be read: .* line \d/m],
  ['e.yml', 'web:\n  host: 1\n', /web\.host is none of hosts, children and vars/],
  ['f.yml', '- a\n', /the file is no mapping/],
] as const)
  test(`${file} is refused`, async ({ project }) => {
    project.write({ [file]: text })
    const { code, err, out } = await project.run(['import', 'ansible-inventory', file])
    assert.equal([code, out], [64, ''])
    assert.match(err, says)
  })

test.run()
