import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'

/** Types are not looked at when a playbook is run: what they would have said is said then, with the line where there is one. */
const situations: readonly { name: string; spec?: string; plays?: string; says: RegExp }[] = [
  {
    name: 'a schema and a function in place of one object',
    spec: 'v.object({}), (vars, inventory) => []',
    says: /^runbook: p\.ts:3:\d+: playbook p is given a schema: write playbook\('p', \{ vars: schema, plays: \(inventory\) => \[ … \] \}\)$/m,
  },
  {
    name: 'nothing but a name',
    spec: 'undefined',
    says: /^runbook: p\.ts:3:\d+: playbook p is given undefined: write playbook\('p', \{ vars: /,
  },
  {
    name: 'no plays',
    spec: '{ vars: v.object({}) }',
    says: /^runbook: p\.ts:3:\d+: playbook p: plays is missing: give plays: \(inventory\) => \[play\(…\), …\]$/m,
  },
  {
    name: 'all that is wrong with a playbook, at once',
    spec: "{ vars: { text: 'string' }, plays: [], play: () => [], verify: undefined, check: 'yes' }",
    says: /^runbook: p\.ts:3:\d+: playbook p:\n {2}- vars is a value of type object: give a schema, as in v\.object\(\{ … \}\)\n {2}- plays is an array: give plays: \(inventory\) => \[play\(…\), …\]\n {2}- play is no key of a playbook: did you mean plays\?\n {2}- check is a value of type string: give check: \(inventory\) => faults$/m,
  },
  {
    name: 'a check that gives no list',
    spec: "{ vars: v.object({}), plays: () => [], check: () => 'all is well' }",
    says: /playbook p: its check gives a value of type string: return a list of faults, or \[\]/,
  },
  {
    name: 'plays by a promise',
    plays: 'async () => []',
    says: /playbook p: its function gives a promise: return a list, \[play\(…\), …\]/,
  },
  {
    name: 'a task for a play',
    plays: "() => [absent({ path: '/x' })]",
    says: /playbook p: its function gives a value of type object where a play is wanted/,
  },
  {
    name: 'groups for hosts',
    plays: "(inventory) => [play('a', inventory.groups, () => [])]",
    says: /^runbook: p\.ts:4:\d+: play a is given a value of type object and a value of type function: write play\('a', /,
  },
  {
    name: 'tasks that are made and not returned',
    plays: "(inventory) => [play('a', inventory.group('all'), () => { absent({ path: '/x' }) })]",
    says: /play a, host h: its function gives undefined where a task is wanted: return a list of tasks/,
  },
  {
    name: 'a mistyped group',
    plays:
      "(inventory) => [play('a', inventory.group('all'), () => [absent({ path: '/x' })]), play('b', inventory.group('wbe'), () => [])]",
    says: /^runbook: p\.ts:4:\d+: the inventory has no group wbe: did you mean web\?$/m,
  },
  {
    name: 'no play at all',
    plays: '() => []',
    says: /cannot start: no play of p has a step for any host/,
  },
  {
    name: 'plays without a step',
    plays: "(inventory) => [play('a', inventory.group('all'), () => [])]",
    says: /cannot start: no play of p has a step for any host/,
  },
  {
    name: 'a group that the inventory does not have',
    plays: "(inventory) => [play('b', inventory.group('lb'), () => [])]",
    says: /^runbook: p\.ts:4:\d+: the inventory has no group lb: its groups are web; if it may be missing, write inventory\.group\('lb', \{ optional: true \}\)$/m,
  },
  {
    name: 'groups that may be missing, and nothing else',
    plays: "(inventory) => [play('b', inventory.group('lb', { optional: true }), () => [])]",
    says: /cannot start: no play of p has a host: the groups of the inventory are web/,
  },
  {
    name: 'all that is wrong with the options of a play, at once',
    plays:
      "(inventory) => [play('a', inventory.hosts, () => [], { serail: 1, serial: 0, restsOn: [], requires: ['h'], tags: 'x', become: { methode: 'su' } })]",
    says: /^runbook: p\.ts:4:\d+: play a:\n {2}- options\.serail is no option of a play: did you mean serial\?\n {2}- options\.serial is 0: give a whole number from 1 up, a share as in '30%', or a list of these\n {2}- options\.restsOn is no option of a play: there is serial, maxFail, runOnce, requires, become, tags\n {2}- options\.requires\[0\] is a value of type string: give a host, as inventory\.host\('…'\) gives one\n {2}- options\.tags is a value of type string: give a list of tags, as in \['web'\]\n {2}- options\.become\.methode is no key of become: did you mean method\?$/m,
  },
  {
    name: 'names for hosts',
    plays: "() => [play('a', ['h'], () => [])]",
    says: /^runbook: p\.ts:4:\d+: play a: hosts\[0\] is a value of type string: give a host, as inventory\.host\('…'\) gives one$/m,
  },
  {
    name: 'a path from nowhere',
    plays: "(inventory) => [play('a', inventory.group('all'), () => [absent({ path: 'etc/x' })])]",
    says: /^runbook: p\.ts:4:\d+: absent: path: "etc\/x" is no path on a host: write it from \/ on, as in \/etc\/motd/,
  },
  {
    name: 'a misspelt path',
    plays: "(inventory) => [play('a', inventory.group('all'), () => [absent({ pth: '/etc/x' })])]",
    says: /^runbook: p\.ts:4:\d+: absent: .*it has no option pth: did you mean path\?/,
  },
  {
    name: 'a file of nothing',
    plays: "(inventory) => [play('a', inventory.group('all'), () => [file({ path: '/etc/x' })])]",
    says: /^runbook: p\.ts:4:\d+: file: it has none of the options from, text, bytes: give one of them/,
  },
  {
    name: 'a command without a condition',
    plays: "(inventory) => [play('a', inventory.group('all'), () => [command({ script: 'true' })])]",
    says: /^runbook: p\.ts:4:\d+: command: it has none of the options unless, creates, removes, always: give one of them/,
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

for (const { name, plays, spec = `{ vars: v.looseObject({}),\nplays: ${plays} }`, says } of situations) {
  test(name, async ({ project }) => {
    project.write({
      'p.ts': `import { absent, command, file, play, playbook } from 'runbook'\nimport * as v from 'valibot'\nexport default playbook('p', ${spec})\n`,
    })
    const { code, out, err } = await project.run(['list', 'hosts.ts', './p.ts'])
    assert.match(err, says)
    assert.not.match(err, /\n +at /, 'no stack of the library')
    assert.is(out, '')
    assert.is(code, 64)
  })
}

test.run()
