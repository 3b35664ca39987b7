import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'

/** Types are not looked at when a playbook is run: what they would have said is said then, with the line where there is one. */
const situations: readonly { name: string; schema?: string; build: string; says: RegExp }[] = [
  {
    name: 'no schema',
    schema: '(_vars, inventory) => []',
    build: 'undefined',
    says: /^runbook: p\.ts:3:\d+: playbook p is given a value of type function and undefined: write playbook\('p', schema, /,
  },
  {
    name: 'plays by a promise',
    build: 'async () => []',
    says: /playbook p: its function gives a promise: return a list, \[play\(…\), …\]/,
  },
  {
    name: 'a task for a play',
    build: "() => [absent({ path: '/x' })]",
    says: /playbook p: its function gives a value of type object where a play is wanted/,
  },
  {
    name: 'groups for hosts',
    build: "(_, inventory) => [play('a', inventory.groups, () => [])]",
    says: /^runbook: p\.ts:4:\d+: play a is given a value of type object and a value of type function: write play\('a', /,
  },
  {
    name: 'tasks that are made and not returned',
    build: "(_, inventory) => [play('a', inventory.group('all'), () => { absent({ path: '/x' }) })]",
    says: /play a, host h: its function gives undefined where a task is wanted: return a list of tasks/,
  },
  {
    name: 'a group that nobody is in, and nothing else',
    build: "(_, inventory) => [play('a', inventory.group('wbe'), () => [])]",
    says: /cannot start: no play of p has a host: the groups of the inventory are web/,
  },
  {
    name: 'a path from nowhere',
    build: "(_, inventory) => [play('a', inventory.group('all'), () => [absent({ path: 'etc/x' })])]",
    says: /^runbook: p\.ts:4:\d+: "etc\/x" is no path on a host: write it from \/ on, as in \/etc\/motd/,
  },
  {
    name: 'a misspelt path',
    build: "(_, inventory) => [play('a', inventory.group('all'), () => [absent({ pth: '/etc/x' })])]",
    says: /^runbook: p\.ts:4:\d+: undefined is no path on a host/,
  },
  {
    name: 'a file of nothing',
    build: "(_, inventory) => [play('a', inventory.group('all'), () => [file({ path: '/etc/x' })])]",
    says: /^runbook: cannot start: p\.ts:4:\d+: file: it has none of the options from, text, bytes: give one of them/,
  },
  {
    name: 'a command without a condition',
    build: "(_, inventory) => [play('a', inventory.group('all'), () => [command({ script: 'true' })])]",
    says: /^runbook: cannot start: p\.ts:4:\d+: command: it has none of the options unless, creates: give one of them/,
  },
]

const test = suite<{ project: Project }>('misuse of a playbook')
test.before((context) => {
  context.project = newProject({
    'hosts.ts':
      "import { defineInventory, local } from 'runbook'\nexport default defineInventory({ hosts: { h: { connect: local(), groups: ['web'] } } })\n",
  })
})
test.after(({ project }) => project.remove())

for (const { name, schema = 'v.looseObject({})', build, says } of situations) {
  test(name, async ({ project }) => {
    project.write({
      'p.ts': `import { absent, command, file, play, playbook } from 'runbook'\nimport * as v from 'valibot'\nexport default playbook('p', ${schema},\n${build})\n`,
    })
    const { code, out, err } = await project.run(['list', 'hosts.ts', './p.ts'])
    assert.match(err, says)
    assert.not.match(err, /\n +at /, 'no stack of the library')
    assert.is(out, '')
    assert.is(code, 64)
  })
}

test.run()
