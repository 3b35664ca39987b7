import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { onTerminal } from '../support/terminal.ts'
import { main, newProject, type Project } from './command.ts'

const test = suite<{ project: Project }>(
  'an inventory that is configured, variables and where they are from, and prompts',
)
test.before((context) => {
  context.project = newProject({
    'runbook.config.json': '{ "inventory": "./inventories/hosts.ts" }',
    'inventories/hosts.ts': `import { defineInventory, local, secret } from 'runbook'
export default defineInventory({
  hosts: { web1: { connect: local(), groups: ['web'], vars: { place: 'here' } } },
  groups: { web: { vars: { port: 8080 } } },
  vars: { port: 80, place: 'everywhere', password: secret('db') },
})
`,
    'playbooks/site.ts': `import { file, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('site', {
  vars: v.object({ text: v.string(), mode: v.optional(v.string(), 'fast'), port: v.number(), place: v.string(), password: v.any() }),
  plays: (inventory) => [play('p', inventory.group('web'), ({ vars }) => [file({ path: process.cwd() + '/made', text: vars.text })])],
  prompts: { text: { ask: 'which text' } },
})
`,
    both: 'no approval',
    'playbooks/both.ts': 'export default 1',
  })
})
test.after(({ project }) => project.remove())

test('what names no inventory has that of the configuration, wherever it is run', async ({ project }) => {
  const { code, out, err } = await project.run(['list', '--vars'], { cwd: 'playbooks' })
  assert.is(code, 0, err)
  assert.match(out, /web1 +this machine/)
  assert.match(out, / place +"here" +\(host, over inventory\)\n/)
  assert.match(out, / port +8080 +\(group web, over inventory\)\n/)
  assert.match(out, / password +"\[secret db\]" +\(inventory\)\n/)
})

test('with a playbook, its defaults, --set and prompts are told, too', async ({ project }) => {
  const { code, out, err } = await project.run([
    'list',
    'site',
    '--vars',
    '-e',
    'text=x',
    '-e',
    'port=1',
    '--output',
    'json',
  ])
  assert.is(code, 0, err)
  assert.equal(
    JSON.parse(out).hosts[0].vars.map(({ name, from }: { name: string; from: string }) => `${name} ${from}`),
    ['mode playbook', 'password inventory', 'place host', 'port --set', 'text --set'],
  )
})

test('what may be two things is neither, and what to write is told', async ({ project }) => {
  const { code, err } = await project.run(['apply', 'both'])
  assert.is(code, 64)
  assert.match(
    err,
    /both is a file here and the name of a playbook: write \.\/both for an approval, or name the inventory, too/,
  )
})

test('without a terminal, --set has to answer a prompt', async ({ project }) => {
  const { code, err } = await project.run(['apply', 'site', '--dry-run'])
  assert.is(code, 64)
  assert.match(err, /text \(which text\): .*: give --set text=…/)
})

test('on a terminal it is asked for before a host is, and shown while it is typed', async ({ project }) => {
  const { code, seen } = await onTerminal([process.execPath, main, 'apply', 'site'], {
    cwd: project.folder,
    env: { ...process.env, RUNBOOK_SECRET_DB: 'tiger-12-x' },
    steps: [['which text: ', 'hellp\u007fo\r']],
  })
  assert.is(code, 0, seen)
  assert.match(seen, /which text: hellp/)
  assert.is(readFileSync(join(project.folder, 'made'), 'utf8'), 'hello')
})

test('where none is configured, that is told with what to write', async () => {
  const other = newProject()
  try {
    const said = await other.run(['list'])
    assert.is(said.code, 64)
    assert.match(said.err, /name the inventory, or set inventory: '\.\/hosts\.ts' in runbook\.config\.ts/)
    assert.match((await other.run(['plan', 'site'])).err, /site is given alone: name the inventory and the playbook/)
  } finally {
    other.remove()
  }
})

test.run()
