import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { packageRoot } from '../../lib/cli/installation.ts'
import { importModule } from '../../lib/cli/module.ts'
import { reveal } from '../../lib/core/secret.ts'
import { newProject, type Project } from './command.ts'
import { demo } from './demo.ts'

const test = suite<{ project: Project }>('loading')
test.before.each((context) => {
  context.project = newProject(demo('/nowhere'))
})
test.after.each(({ project }) => project.remove())

const listed = `hosts of hosts.ts
  is1  this machine
  is2  this machine
groups
  is   is1 is2

playbook motd
  words: is1
     1. make the directory /nowhere/is1
     2. write the words  [words]
  words: is2
     1. make the directory /nowhere/is2
     2. write the words  [words]
`

test('list shows hosts, groups and steps', async ({ project }) => {
  assert.equal(await project.run(['list', 'hosts.ts', 'motd']), { code: 0, out: listed, err: '' })
})

test('an inventory alone can be listed', async ({ project }) => {
  assert.is((await project.run(['list', 'hosts.ts'])).out, listed.split('\n\n')[0]?.concat('\n'))
})

test('steps that hosts share are listed once', async ({ project }) => {
  const source = demo('/nowhere')['playbooks/motd.ts'] ?? ''
  project.write({ 'playbooks/motd.ts': source.replaceAll("' + name", "same'").replaceAll("+ '/motd'", '') })
  const { out } = await project.run(['list', 'hosts.ts', 'motd'])
  assert.match(out, 'words: is1 is2\n     1. make')
})

test('to list, no secret is needed', async ({ project }) => {
  const inventory = demo('')['hosts.ts'] ?? ''
  project.write({
    'hosts.ts': inventory
      .replace('{ defineInventory, local }', '{ defineInventory, local, secret }')
      .replace("'one'", "secret('x') as never"),
  })
  project.write({
    'playbooks/motd.ts': (demo('/nowhere')['playbooks/motd.ts'] ?? '').replace(
      'name: v.optional(v.string())',
      'name: v.optional(v.any())',
    ),
  })
  assert.is((await project.run(['list', 'hosts.ts', 'motd'])).code, 0)
})

for (const [name, text] of [
  [
    'hosts.mjs',
    "import { defineInventory, local } from 'runbook'\nexport default defineInventory({ hosts: { a: { connect: local() } }, vars: { text: 'x' } })\n",
  ],
  [
    'hosts.cjs',
    "const { defineInventory, local } = require('runbook')\nmodule.exports = defineInventory({ hosts: { a: { connect: local() } }, vars: { text: 'x' } })\n",
  ],
  [
    'hosts.mts',
    "import { defineInventory, local } from 'runbook'\nexport default (async () => defineInventory({ hosts: { a: { connect: local() } }, vars: { text: 'x' as string } }))()\n",
  ],
  ['hosts.json', '{"hosts": {"a": {"connect": {"kind": "local"}}}, "vars": {"text": "x"}}'],
] as const) {
  test(`an inventory may be ${name}`, async ({ project }) => {
    project.write({ [name]: text })
    const { code, out, err } = await project.run(['list', name])
    assert.equal({ code, out, err }, { code: 0, out: `hosts of ${name}\n  a  this machine\n`, err: '' })
  })
}

test('a module that throws is evaluated once', async ({ project }) => {
  project.write({
    'x.mjs': "import { local } from 'runbook'\nconsole.error('evaluated', typeof local)\nthrow new Error('no')\n",
  })
  assert.is((await project.run(['list', 'x.mjs'])).err, 'evaluated function\nrunbook: x.mjs:3:7: no\n')
})

for (const [name, text] of [
  ['runbook.config.ts', "import type {} from 'node:fs'\nexport default { playbooks: ['more'] as string[] }\n"],
  ['runbook.config.js', "module.exports = { playbooks: ['more'] }\n"],
  ['runbook.config.json', '{"playbooks": ["more"]}'],
  ['runbook.config.yaml', 'playbooks:\n  - more\n'],
  ['.runbookrc', 'playbooks: [more]\n'],
  ['package.json', '{"runbook": {"playbooks": ["more"]}}'],
] as const) {
  test(`${name} names folders of playbooks`, async ({ project }) => {
    project.write({ [name]: text, 'more/second.ts': demo('/nowhere')['playbooks/motd.ts'] ?? '' })
    const { code, out, err } = await project.run(['list', 'hosts.ts', 'second'])
    assert.equal({ code, err }, { code: 0, err: '' })
    assert.match(out, 'playbook motd')
  })
}

const wrong: readonly [text: string, says: RegExp][] = [
  [
    '{"playbook": ["more"]}',
    /runbook\.config\.json: the configuration has faults:\n {2}- playbook is no setting: did you mean playbooks\?/,
  ],
  ['{"forks": 0, "output": "xml"}', /- forks: .*>=1.*\n {2}- output: .*"tree"/],
  ['{', /runbook\.config\.json: the configuration cannot be read: /],
]

for (const [text, says] of wrong) {
  test(`a wrong configuration: ${text}`, async ({ project }) => {
    project.write({ 'runbook.config.json': text })
    const { code, err } = await project.run(['list', 'hosts.ts', 'motd'])
    assert.match(err, says)
    assert.is(code, 64)
  })
}

test('a built-in playbook is found by its name', async ({ project }) => {
  assert.match((await project.run(['list', 'hosts.ts', 'pattern'])).err, /did you mean pattern1\?/)
})

test('sources of a checkout share the library that runs', async ({ project }) => {
  project.write({ 'x.ts': `export { reveal as default } from '${join(packageRoot, 'lib/core/secret.ts')}'\n` })
  assert.is((await importModule(join(project.folder, 'x.ts'))).default, reveal)
})

test('--version', async ({ project }) => {
  assert.match((await project.run(['--version'])).out, /^\d+\.\d+\.\d+/)
})

test.run()
