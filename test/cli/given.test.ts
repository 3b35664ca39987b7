import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'

interface Context {
  project: Project
}

const test = suite<Context>('given, by the command')
test.before.each((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, shell } from 'runbook'
const connect = shell(['sh', '-c', 'touch asked; exec sh'])
export default defineInventory({ hosts: { a: { connect, groups: ['web'] }, b: { connect, groups: ['web'] } } })
`,
  })
})
test.after.each(({ project }) => project.remove())

const write = (project: Project, tasks: string) =>
  project.write({
    'p.ts': `import { commandFact, file, given, lines, osFact, pathFact, perFamily, play, playbook, secret } from 'runbook'
import * as v from 'valibot'
const os = { id: 'x', version: '', family: 'debian', architecture: '', init: 'none' } as const
const at = (name: string) => '${project.folder}/' + name
export default playbook('p', {
  vars: v.object({}),
  plays: (inventory) => [
    play('web', inventory.group('web'), (host) => [
      ${tasks}
    ], { tags: ['site'] }),
  ],
})
`,
  })

const twoFamilies = `perFamily('the server', {
        debian: () => [file({ path: at(host.name), text: 'deb', tags: ['config'] })],
        redhat: () => [file({ path: at(host.name), text: 'rpm', tags: ['config'] }), lines({ path: at('c'), edits: [lines.ensure('x')], create: true })],
      }),
      given({ os: osFact() }, ({ os }) => file({ path: at(host.name + '.os'), text: os.family }), { tags: ['later'] }),`

test('list shows what may follow, as far as examples tell', async ({ project }) => {
  write(project, twoFamilies)
  const at = (name: string) => join(project.folder, name)
  const { out, code } = await project.run(['list', 'hosts.ts', './p.ts', '--limit', 'a'])
  assert.is(code, 0)
  assert.is(
    out.split('playbook p\n')[1],
    `  web: a
     1. choose the server by the host's distribution  [site]
        - write ${at('a')}  [site, config]
        - edit ${at('c')}  [site]
     2. what follows from os  [site, later]
`,
  )
  const json = JSON.parse((await project.run(['list', 'hosts.ts', './p.ts', '--output', 'json'])).out)
  assert.equal(
    json.playbook.plays[0].hosts[1].steps.map(({ id, mayFollow }: { id: string; mayFollow?: { id: string }[] }) => [
      id,
      mayFollow?.map((one) => one.id),
    ]),
    [
      ['web/b/given the server', [`web/b/given the server/file ${at('b')}`, `web/b/given the server/lines ${at('c')}`]],
      ['web/b/given os', undefined],
    ],
  )
  assert.not.ok(existsSync(at('asked')))
})

test('list chooses among what may follow', async ({ project }) => {
  write(project, twoFamilies)
  const steps = async (...options: string[]) =>
    (await project.run(['list', 'hosts.ts', './p.ts', '--limit', 'a', ...options])).out
      .split('web: a')[1]
      ?.replaceAll(project.folder, '~')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  assert.equal(await steps('--tags', 'config', '--skip-tags', 'later'), [
    "1. choose the server by the host's distribution  [site]",
    '- write ~/a  [site, config]',
  ])
  // What follows without examples cannot be told: it is listed wherever it may be chosen.
  assert.equal(await steps('--tags', 'later'), ['1. what follows from os  [site, later]'])
})

test('tags of what follows are known by examples', async ({ project }) => {
  write(project, twoFamilies.replace(/given\(\{ os.*/, ''))
  const { code, err } = await project.run(['apply', 'hosts.ts', './p.ts', '--tags', 'confgi'])
  assert.match(err, /--tags: no step has the tag confgi: did you mean config\?/)
  assert.is(code, 64)
  const none = await project.run(['apply', 'hosts.ts', './p.ts', '--tags', 'config', '--skip-tags', 'file'])
  assert.match(none.err, /--tags config --skip-tags file leaves no step of p/)
  assert.is(none.code, 64)
  assert.not.ok(existsSync(join(project.folder, 'asked')))
})

test('--limit and --tags choose what is done of it', async ({ project }) => {
  write(project, twoFamilies)
  const { code, out } = await project.run(['apply', 'hosts.ts', './p.ts', '--limit', 'b', '--tags', 'later'])
  assert.is(code, 0, out)
  assert.match(out, /web \| b \| changed \| write .*b\.os/)
  assert.equal(
    ['a', 'a.os', 'b', 'b.os'].filter((name) => existsSync(join(project.folder, name))),
    ['b.os'],
  )
})

test('where nothing that follows was asked for, nothing has succeeded, and that is said', async ({ project }) => {
  write(project, "given({ os: osFact() }, () => file({ path: at('x'), text: '' }))")
  for (const [more, words] of [
    [[], 'nothing was done'],
    [['--dry-run'], 'dry run: nothing was planned'],
    [['--dry-run', '--detailed-exitcode', '--output', 'json'], '"changed":0'],
  ] as const) {
    const { code, out, err } = await project.run(['apply', 'hosts.ts', './p.ts', '--tags', 'mistyped', ...more])
    assert.is(code, 1, out)
    assert.match(out, words)
    assert.not.match(out, /nothing (had )?to/)
    assert.is(err, 'runbook: --tags mistyped leaves no step of p: see its hosts and steps with runbook list\n')
    assert.not.ok(existsSync(join(project.folder, 'x')))
  }
  const one = await project.run(['apply', 'hosts.ts', './p.ts', '--tags', 'file', '--limit', 'a'])
  assert.equal([one.code, one.err], [0, ''])
})

test('where what was chosen is refused, it is not said that nothing was chosen', async ({ project }) => {
  write(project, "given({ os: osFact() }, () => file({ path: at('no/folder/x'), text: '', tags: ['in'] }))")
  const { code, out, err } = await project.run(['apply', 'hosts.ts', './p.ts', '--limit', 'a', '--tags', 'in'])
  assert.is(code, 4, out)
  assert.match(out, /refused \| .*no\/folder/)
  assert.match(err, /^1 of 1 host did not get through:\n/)
  assert.not.match(err, /leaves no step/)
})

const broken = "given({ os: osFact() }, ({ os }) => os.nothing.at(0), { tags: ['broken'] EXAMPLES }),"
const sound = "file({ path: at(host.name), text: '', tags: ['sound'] }),"

for (const examples of ['', ', examples: [{ os }]']) {
  test(`what throws and was not chosen is in nobody's way${examples}`, async ({ project }) => {
    write(project, `${broken.replace(' EXAMPLES', examples)}\n${sound}`)
    const made = () => existsSync(join(project.folder, 'a'))
    const skipped = await project.run(['apply', 'hosts.ts', './p.ts', '--limit', 'a', '--skip-tags', 'broken'])
    assert.equal([skipped.code, skipped.err, made()], [0, '', true], skipped.out)
    assert.not.match(skipped.out, /TypeError/)
    rmSync(join(project.folder, 'a'))
    const { code, out } = await project.run(['apply', 'hosts.ts', './p.ts', '--limit', 'a', '--tags', 'sound'])
    assert.equal([code, made()], [0, true], out)
    assert.match(out, /skipped \| what follows from os \| left out by tags; .*cannot be made: p\.ts:9:\d+: TypeError/)
    const chosen = await project.run(['apply', 'hosts.ts', './p.ts', '--limit', 'a', '--tags', 'broken,sound'])
    assert.is(chosen.code, examples === '' ? 4 : 64, chosen.out)
    assert.match(chosen.out + chosen.err, /p\.ts:9:\d+: TypeError/)
  })
}

test('a secret that only what was not chosen names is not asked for', async ({ project }) => {
  write(
    project,
    `given({ os: osFact() }, () => [file({ path: at('x'), text: secret('key'), tags: ['x'] }), ${sound}]),`,
  )
  const { code, out } = await project.run(['apply', 'hosts.ts', './p.ts', '--limit', 'a', '--tags', 'sound'])
  assert.is(code, 0, out)
})

const faulty: readonly (readonly [name: string, tasks: string, says: RegExp])[] = [
  [
    'options are wrong',
    "given({ os: osFact() }, () => file({ path: at('x'), txt: '' }), EXAMPLES),",
    /p\.ts:10:\d+: file: it has no option txt: did you mean text\?/,
  ],
  [
    'it throws',
    'given({ os: osFact() }, ({ os }) => os.nothing.at(0), EXAMPLES),',
    /p\.ts:10:\d+: TypeError: Cannot read properties of undefined/,
  ],
  [
    'it gives no task',
    'given({ os: osFact() }, () => false, EXAMPLES),',
    /p\.ts:10:1: web\/a\/given os: its function gives a value of type boolean where a task is wanted: return a list of tasks, \[\] for none/,
  ],
]

for (const [name, tasks, says] of faulty) {
  test(`${name}: with examples it is told before a host is asked`, async ({ project }) => {
    write(project, `file({ path: at('before'), text: '' }),\n${tasks.replace('EXAMPLES', '{ examples: [{ os }] }')}`)
    for (const command of ['check', 'list', 'apply']) {
      const { code, err } = await project.run([command, 'hosts.ts', './p.ts'])
      assert.match(err, says)
      assert.is(code, 64)
    }
    assert.not.ok(existsSync(join(project.folder, 'asked')))
  })

  test(`${name}: without examples it is told, with its place, before the first change`, async ({ project }) => {
    write(project, `file({ path: at('before'), text: '' }),\n${tasks.replace(', EXAMPLES', '')}`)
    const { code, out } = await project.run(['apply', 'hosts.ts', './p.ts'])
    assert.match(out, says)
    assert.match(
      out,
      /refused \| what follows from os \| what follows from the host's answers cannot be made: .*: correct the playbook, and give examples/,
    )
    assert.is(code, 4)
    assert.not.ok(existsSync(join(project.folder, 'before')))
  })
}

const keys = (examples: string) =>
  `given({ os: osFact() }, () => file({ path: at(host.name), text: secret('key') })${examples}),`

test('a secret that is first named inside: examples show it', async ({ project }) => {
  write(project, keys(', { examples: [{ os }] }'))
  const without = await project.run(['apply', 'hosts.ts', './p.ts'])
  assert.match(without.err, /secret key is not set: set the environment variable RUNBOOK_SECRET_KEY/)
  assert.is(without.code, 64)
  const value = 'k3y-of-mine'
  const { code, out } = await project.run(['apply', 'hosts.ts', './p.ts', '--diff'], {
    env: { RUNBOOK_SECRET_KEY: value },
  })
  assert.is(code, 0, out)
  assert.is(readFileSync(join(project.folder, 'a'), 'utf8'), value)
  assert.not.match(out, new RegExp(value))
})

test('a secret that is first named inside: without examples it is refused before the first change', async ({
  project,
}) => {
  write(project, `file({ path: at('before'), text: '' }),\n${keys('')}`)
  const { code, out } = await project.run(['apply', 'hosts.ts', './p.ts'], { env: { RUNBOOK_SECRET_KEY: 'k3y' } })
  assert.match(
    out,
    /refused \| .*secret key is first named in what follows from the host's answers: name it in the inventory, or give examples/,
  )
  assert.is(code, 4)
  assert.not.ok(existsSync(join(project.folder, 'before')))
})

test('a secret in a question is read, and is in no command line', async ({ project }) => {
  write(
    project,
    "given({ asked: commandFact('wc -c; cat /proc/$PPID/cmdline', [], [secret('key')]) }, ({ asked }) => file({ path: at(host.name), text: asked.output })),",
  )
  const { code, out } = await project.run(['apply', 'hosts.ts', './p.ts'], {
    env: { RUNBOOK_SECRET_KEY: 'k3y-of-mine' },
  })
  assert.is(code, 0, out)
  const said = readFileSync(join(project.folder, 'a'), 'utf8')
  assert.match(said, /^11\n.*sh/)
  assert.not.match(said, /k3y-of/)
})

test('a condition that its own steps fulfil comes to rest', async ({ project }) => {
  write(
    project,
    "given({ there: pathFact(at('made')) }, ({ there }) => (there.type === 'absent' ? file({ path: at('made'), text: 'x' }) : [])),",
  )
  const first = await project.run(['apply', 'hosts.ts', './p.ts', '--limit', 'a'])
  assert.is(first.code, 0, first.out)
  const second = await project.run(['apply', 'hosts.ts', './p.ts', '--limit', 'a'])
  assert.match(second.out, /done: nothing had to be changed/)
  writeFileSync(join(project.folder, 'made'), 'other')
  assert.match((await project.run(['apply', 'hosts.ts', './p.ts', '--limit', 'a'])).out, /nothing had to be changed/)
})

test.run()
