import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'

/** What is told after the call at fault has ended has its file, line and column all the same. */
const test = suite<{ project: Project }>('places')
test.before.each((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, shell } from 'runbook'
const connect = shell(['sh', '-c', 'touch asked; exec sh'])
export default defineInventory({ hosts: { a: { connect, groups: ['web'] }, b: { connect, groups: ['web'] } } })
`,
  })
})
test.after.each(({ project }) => project.remove())

/** A compiler of the project's own, which finds no fault: what is found without one is looked at here. */
const silentCompiler = {
  'node_modules/typescript/package.json': '{ "bin": { "tsc": "tsc.js" } }',
  'node_modules/typescript/tsc.js': '',
}

/** The plays begin on line 7, the checks of what is given are in `more`. */
const playbook = (
  plays: string,
  head = '',
  more = '',
) => `import { file, given, lines, osFact, play, playbook, xml } from 'runbook'
import * as v from 'valibot'
${head}
export default playbook('p', {${more}
  vars: v.object({}),
  plays: (inventory) =>
${plays}
})
`
const motd = "file({ path: '/x', text: '' })"

const situations: readonly (readonly [name: string, source: string, says: readonly string[]])[] = [
  [
    'a promise among the plays',
    playbook("    [Promise.resolve(play('web', inventory.group('web'), () => [])) as never],"),
    ['p.ts:4:16: playbook p: its function gives a promise where a play is wanted: return a list, [play(…), …]'],
  ],
  [
    'nothing for plays',
    playbook('    undefined as never,'),
    ['p.ts:4:16: playbook p: its function gives undefined: return a list, [play(…), …]'],
  ],
  [
    'a promise for the tasks of a play',
    playbook(`    [\n      play('web', inventory.group('web'), (async () => [${motd}]) as never),\n    ],`),
    [
      'p.ts:8:7: play web, host a: its function gives a promise where a task is wanted: return a list of tasks, [] for none',
      'p.ts:8:7: play web, host b: its function gives a promise where a task is wanted: return a list of tasks, [] for none',
    ],
  ],
  [
    'what is no task inside of a given',
    playbook(
      `    [play('web', [inventory.host('a')], () => [\n      given({ os: osFact() }, () => [${motd}, undefined, 7] as never, { examples: [{ os: {} as never }] }),\n    ])],`,
    ),
    [
      'p.ts:8:7: web/a/given os: its function gives undefined where a task is wanted: return a list of tasks, [] for none',
      'p.ts:8:7: web/a/given os: its function gives a value of type number where a task is wanted: return a list of tasks, [] for none',
    ],
  ],
  [
    'two plays of one name',
    playbook(
      "    [\n      play('web', inventory.group('web'), () => []),\n      play('web', inventory.group('web'), () => []),\n    ],",
    ),
    ['p.ts:9:7: two plays are called web: give each its own name'],
  ],
  [
    'faults that a check gives in place of a list',
    playbook('    [],', '', "\n  check: () => 'no' as never,"),
    ['p.ts:4:16: playbook p: its check gives a value of type string: return a list of faults, or []'],
  ],
  [
    'several plays, each with faults of its own',
    playbook(
      "    [\n      play('one', inventory.group('wbe'), () => []),\n      play('two', 'web' as never, () => []),\n      play('three', inventory.group('web'), () => [], { serail: 1, tags: [1] } as never),\n    ],",
    ),
    [
      'p.ts:8:29: the inventory has no group wbe: did you mean web?',
      "p.ts:9:7: play two is given a value of type string and a value of type function: write play('two', inventory.group('…'), (host) => [ … ])",
      'p.ts:10:7: play three: options.serail is no option of a play: did you mean serial?',
      'p.ts:10:7: play three: options.tags[0] is 1: give a tag',
    ],
  ],
  [
    'several edits, each with a fault of its own',
    playbook(
      `    [play('web', inventory.group('web'), () => [\n      lines({ path: '/x', edits: [\n        lines.ensure(1 as never),\n        lines.remove(2 as never),\n        xml.text('a', 'b') as never,\n      ] }),\n      file({ pth: '/x' } as never),\n    ])],`,
    ),
    [
      'p.ts:9:15: a value of type number is no text: give a text, a secret, or a list of these',
      'p.ts:10:15: a value of type number is no pattern of a line: give a regular expression, as in /^Port /',
      'p.ts:8:7: lines: edits.2: it is an edit of XML: give an edit of lines',
      'p.ts:13:7: file: the option path is missing; it has no option pth: did you mean path?',
    ],
  ],
  [
    'several tasks at the top level of the module, and what its plays are given',
    playbook(
      "    [play('web', inventory.group('web'), () => [one, two], { serail: 1 } as never)],",
      "const one = file({ path: 'etc' }), two = file({ txt: '', path: '/x' } as never)",
    ),
    [
      'p.ts:3:13: file: path: "etc" is no path on a host: write it from / on, as in /etc/motd',
      'p.ts:3:42: file: it has no option txt: did you mean text?',
      'p.ts:7:6: play web: options.serail is no option of a play: did you mean serial?',
    ],
  ],
  [
    'a name that nothing has',
    playbook("    [play('web', inventory.group('web'), () => [nobody])],"),
    ['p.ts:7:49: ReferenceError: nobody is not defined'],
  ],
  ...(
    [
      ['export const one: number = nobody()', 28],
      ['const one = new nobody()', 17],
      [`const one = \`\${nobody}\``, 16],
      ['function one() { return nobody } one()', 25],
      ['if (nobody) {}', 5],
      ['const one = true ? nobody : 1', 20],
      ['const one = (await nobody) as string', 20],
      ['const one = { nobody: 1, more: nobody }', 32],
    ] as const
  ).map(
    ([line, column]) =>
      [
        `a name that nothing has: ${line}`,
        playbook('    [],', line),
        [`p.ts:3:${column}: ReferenceError: nobody is not defined`],
      ] as const,
  ),
  [
    'a name that nothing has, at the top level',
    playbook('    [],', 'const one: number = nobody'),
    ['p.ts:3:21: ReferenceError: nobody is not defined'],
  ],
  [
    'a member that nothing has',
    playbook("    [play('web', inventory.group('web'), (host) => host.vars.tasks.all)],"),
    ["p.ts:7:68: TypeError: Cannot read properties of undefined (reading 'all')"],
  ],
]

for (const [nth, [name, source, says]] of situations.entries()) {
  test(name, async ({ project }) => {
    project.write({ 'p.ts': source, ...(nth % 8 === 0 ? {} : silentCompiler) })
    const { code, err } = await project.run(['check', 'hosts.ts', './p.ts'])
    // What the compiler says of the same has its own words.
    const told = err.split('\n').filter((line) => line.startsWith('  - '))
    for (const words of says)
      assert.ok(
        told.some((line) => line.startsWith(`  - ${words}`)),
        `${words}\n${err}`,
      )
    assert.is(code, 64)
    const applied = await project.run(['list', 'hosts.ts', './p.ts'])
    assert.match(applied.err, says[0]?.slice(0, 60) ?? '')
    assert.equal([applied.code, applied.out], [64, ''])
    assert.not.ok(existsSync(join(project.folder, 'asked')))
  })
}

test.run()
