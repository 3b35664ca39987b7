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

/** The same options as for `apply` choose hosts and steps. */
const chosen: readonly (readonly [args: string, out: RegExp | string])[] = [
  [
    'list hosts.ts motd --limit is1 --skip-tags words',
    'hosts of hosts.ts\n  is1  this machine\ngroups\n  is   is1\n\nplaybook motd\n  words: is1\n     1. make the directory /nowhere/is1\n',
  ],
  [
    'list hosts.ts motd --tags words --limit !is1',
    'hosts of hosts.ts\n  is2  this machine\ngroups\n  is   is2\n\nplaybook motd\n  words: is2\n     1. write the words  [words]\n',
  ],
  ['list hosts.ts --limit is2', 'hosts of hosts.ts\n  is2  this machine\ngroups\n  is   is2\n'],
]

for (const [args, out] of chosen) {
  test(args, async ({ project }) => {
    const said = await project.run(args.split(' '))
    assert.equal({ code: said.code, err: said.err }, { code: 0, err: '' })
    if (typeof out === 'string') assert.is(said.out, out)
    else assert.match(said.out, out)
  })
}

test('a playbook that needs --set can be listed', async ({ project }) => {
  const { out, code } = await project.run(['list', 'hosts.ts', 'motd', '--set', 'text=x', '--set', 'version="1"'])
  assert.is(code, 0)
  assert.is(out, listed)
  project.write({
    'playbooks/motd.ts': (demo('/nowhere')['playbooks/motd.ts'] ?? '').replace(
      'version: v.optional(v.string())',
      'version: v.string()',
    ),
  })
  const without = await project.run(['list', 'hosts.ts', 'motd'])
  assert.is(without.code, 64)
  assert.match(without.err, 'vars.version is missing')
  assert.is((await project.run(['list', 'hosts.ts', 'motd', '--set', 'version="1"'])).out, listed)
})

test('a list as a document', async ({ project }) => {
  const { out } = await project.run(['list', 'hosts.ts', 'motd', '--limit', 'is1', '--output', 'json'])
  const step = (id: string, title: string, tags: string[]) => ({
    id: `words/is1/${id} /nowhere/is1${tags.length > 0 ? '/motd' : ''}`,
    task: id,
    title,
    tags,
  })
  assert.equal(JSON.parse(out), {
    inventory: 'hosts.ts',
    hosts: [{ name: 'is1', connection: { kind: 'local' }, groups: ['is'] }],
    groups: { is: ['is1'] },
    notes: [],
    playbook: {
      name: 'motd',
      plays: [
        {
          name: 'words',
          hosts: [
            {
              name: 'is1',
              steps: [
                step('directory', 'make the directory /nowhere/is1', []),
                step('file', 'write the words', ['words']),
              ],
            },
          ],
        },
      ],
    },
  })
})

test('what a list cannot choose is said', async ({ project }) => {
  for (const [args, says] of [
    ['hosts.ts --tags words --set a=b', /--tags, --set: name a playbook, too/],
    ['hosts.ts --limit is3', /--limit: "is3" is no host and no group: did you mean is[12]\?/],
    ['hosts.ts motd --tags wrods', /no step has the tag wrods: did you mean words\?/],
    ['hosts.ts motd --output tree', /Allowed choices are lines, json/],
  ] as const) {
    const { code, out, err } = await project.run(['list', ...args.split(' ')])
    assert.match(err, says)
    assert.equal({ code, out }, { code: 64, out: '' })
  }
})

test('no secret is listed, and no file of one is read', async ({ project }) => {
  project.write({
    'hosts.ts': `import { defineInventory, local, secret } from 'runbook'

const text = secret('words', { value: 'hunter2' })
export default defineInventory<{ text: unknown }>({
  hosts: { is1: { connect: local({ env: { A: 'hunter2' } }), groups: ['is'] } },
  vars: { text },
})
`,
    'playbooks/motd.ts': (demo('/nowhere')['playbooks/motd.ts'] ?? '')
      .replace('text: v.string()', 'text: v.any()')
      .replace("title: 'write the words'", "title: 'write hunter2'")
      .replace("text: vars.text + '\\n'", 'text: vars.text'),
  })
  for (const output of ['lines', 'json']) {
    const { code, out } = await project.run(['list', 'hosts.ts', 'motd', '--output', output])
    assert.is(code, 0)
    assert.not.match(out, 'hunter2')
    assert.match(out, 'write ********')
  }
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
