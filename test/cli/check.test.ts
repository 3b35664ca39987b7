import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { built, packageRoot } from '../../lib/cli/installation.ts'
import { scratch } from '../support/shells.ts'
import { newProject, type Project, type Said } from './command.ts'

const right = {
  'hosts.ts': `import { defineInventory, secret, shell } from 'runbook'

export default defineInventory<{ port: number; password: unknown }>({
  hosts: { h: { connect: shell(['sh', '-c', 'touch asked; exec sh']), groups: ['web'] } },
  vars: { port: 80, password: secret('nobody has set it') },
})
`,
  'p.ts': `import { file, play, playbook, service } from 'runbook'
import * as v from 'valibot'

export default playbook('p', {
  vars: v.object({ port: v.number(), password: v.unknown() }),
  plays: (inventory) => [
    play('web', inventory.group('web'), ({ vars }) => [
      file({ path: '/etc/port', text: String(vars.port), mode: 0o644 }),
      service({ name: 'nginx', inputs: ['/etc/port'] }),
    ], { serial: 1 }),
  ],
})
`,
}

interface Mistake {
  readonly name: string
  readonly file: keyof typeof right
  readonly from: string
  readonly to: string
  readonly says: readonly RegExp[]
}

const mistakes: readonly Mistake[] = [
  {
    name: 'an option that there is not',
    file: 'p.ts',
    from: 'inputs:',
    to: 'input:',
    says: [
      /^ {2}- p\.ts:9:32: .*'input' does not exist in type .*$/m,
      /^ {2}- p\.ts:9:7: service: it has no option input: did you mean inputs\?$/m,
    ],
  },
  {
    name: 'an option that is missing',
    file: 'p.ts',
    from: "{ path: '/etc/port', text",
    to: '{ text',
    says: [/^ {2}- p\.ts:8:\d+: .*path/m, /^ {2}- p\.ts:8:7: file: the option path is missing$/m],
  },
  {
    name: 'a literal that is not one of those there are',
    file: 'p.ts',
    from: "name: 'nginx'",
    to: "name: 'nginx', state: 'begun'",
    says: [/^ {2}- p\.ts:9:\d+: .*"begun".*$/m, /^ {2}- p\.ts:9:7: service: state: it is "begun": give /m],
  },
  {
    name: 'group for groups, in the inventory',
    file: 'hosts.ts',
    from: 'groups:',
    to: 'group:',
    says: [
      /^ {2}- hosts\.ts:4:\d+: .*group/m,
      /^ {2}- hosts\.ts:3:16: .*hosts\.h\.group is no key of a host: did you mean groups\?$/m,
    ],
  },
  {
    name: 'a group that the inventory does not have',
    file: 'p.ts',
    from: "group('web')",
    to: "group('wbe')",
    says: [/^ {2}- p\.ts:7:\d+: the inventory has no group wbe: did you mean web\?$/m],
  },
  {
    name: 'a variable of a wrong type',
    file: 'hosts.ts',
    from: 'port: 80',
    to: "port: '80'",
    says: [
      /^ {2}- hosts\.ts:5:11: Type 'string' is not assignable to type 'number'\.$/m,
      /^ {2}- vars\.port: .*number.*"80"/m,
    ],
  },
  {
    name: 'a file that is not on this machine',
    file: 'p.ts',
    from: 'text: String(vars.port)',
    to: "from: 'missing.conf'",
    says: [
      /^runbook: a fault:\n {2}- no file missing\.conf on this machine, which "write \/etc\/port" needs: put it there/,
    ],
  },
  {
    name: 'an error of types that nothing else would tell',
    file: 'p.ts',
    from: 'String(vars.port)',
    to: 'String(vars.prot)',
    says: [/^runbook: a fault:\n {2}- p\.ts:8:\d+: Property 'prot' does not exist on type .*\n$/],
  },
  {
    name: 'a key that a playbook does not have',
    file: 'p.ts',
    from: '  plays: (inventory)',
    to: '  checks: () => [],\n  plays: (inventory)',
    says: [
      /^ {2}- p\.ts:6:3: .*'checks' does not exist/m,
      /^ {2}- p\.ts:4:16: .*checks is no key of a playbook: did you mean check\?$/m,
    ],
  },
  {
    name: 'a key that a play does not have',
    file: 'p.ts',
    from: 'serial: 1',
    to: 'serail: 1',
    says: [
      /^ {2}- p\.ts:10:\d+: .*'serail' does not exist/m,
      /^ {2}- p\.ts:7:5: .*options\.serail is no option of a play: did you mean serial\?$/m,
    ],
  },
  {
    name: 'what does not even parse',
    file: 'p.ts',
    from: 'play(',
    to: 'play((',
    says: [/^ {2}- p\.ts:\d+:\d+: /m],
  },
]

const test = suite<{ project: Project }>('check')
test.before.each((context) => {
  context.project = newProject(right)
})
test.after.each(({ project }) => project.remove())

const noHostWasAsked = ({ folder }: Project) => assert.not.ok(existsSync(join(folder, 'asked')), 'no host is asked')

test('what is right has no faults, and no secret is read', async ({ project }) => {
  assert.equal(await project.run(['check', 'hosts.ts', './p.ts']), {
    code: 0,
    out: 'hosts.ts with p.ts: no faults\n',
    err: '',
  })
  assert.equal(await project.run(['check', 'hosts.ts']), { code: 0, out: 'hosts.ts: no faults\n', err: '' })
  noHostWasAsked(project)
})

for (const { name, file, from, to, says } of mistakes) {
  test(name, async ({ project }) => {
    assert.ok(right[file].includes(from))
    project.write({ [file]: right[file].replace(from, to) })
    const { code, out, err } = await project.run(['check', 'hosts.ts', './p.ts'])
    for (const words of says) assert.match(err, words)
    assert.not.match(err, /\n +at /, 'no stack of the library')
    assert.equal([code, out], [64, ''])
    noHostWasAsked(project)
  })
}

for (const [options, says] of [
  [['--limit', 'nobody'], /--limit: "nobody" is no host and no group/],
  [['--tags', 'none'], /--tags: no step has the tag none/],
  [['--skip-tags', 'none'], /--skip-tags: no step has the tag none/],
] as const) {
  test(`it chooses as apply does: ${options.join(' ')}`, async ({ project }) => {
    const { code, err } = await project.run(['check', 'hosts.ts', './p.ts', ...options])
    assert.match(err, says)
    assert.is(code, 64)
  })
}

test('mistakes in what only verify does are told, too, and those of both but once', async ({ project }) => {
  const wrong = "[play('look', inventory.group('web'), () => [file({ path: 'etc', text: '' })])]"
  project.write({
    'p.ts': right['p.ts']
      .replace('  plays: (inventory)', `  verify: (inventory) => ${wrong},\n  plays: (inventory)`)
      .replace("path: '/etc/port'", "path: 'etc/port'"),
  })
  const { code, err } = await project.run(['check', 'hosts.ts', './p.ts'])
  assert.match(
    err,
    /^runbook: 2 faults:\n {2}- p\.ts:9:7: file: path: .*\n {2}- p\.ts:6:\d+: file: path: "etc" is no path/,
  )
  assert.is(code, 64)
  const shared = "[play('web', inventory.group('wbe'), () => [])]"
  project.write({
    'p.ts': right['p.ts'].replace(
      /plays: [\s\S]*/,
      `plays: (inventory) => ${shared},\n  verify: (inventory) => ${shared},\n})\n`,
    ),
  })
  assert.match((await project.run(['check', 'hosts.ts', './p.ts'])).err, /^runbook: 2 faults:\n.*p\.ts:6.*\n.*p\.ts:7/)
})

test('mistakes of both files are told at once', async ({ project }) => {
  project.write({
    'hosts.ts': right['hosts.ts'].replace('port: 80', "port: '80'"),
    'p.ts': right['p.ts'].replace('inputs:', 'input:'),
  })
  const { code, err } = await project.run(['check', 'hosts.ts', './p.ts'])
  assert.match(err, /^runbook: 3 faults:\n {2}- hosts\.ts:5:11: .*\n {2}- p\.ts:9:32: .*\n {2}- vars\.port: /)
  assert.is(code, 64)
})

test('files without types are not looked at for types, and that is said', async ({ project }) => {
  project.write({ 'hosts.json': '{ "hosts": { "h": { "connect": { "kind": "local" }, "groups": ["web"] } } }' })
  assert.is(
    (await project.run(['check', 'hosts.json'])).out,
    'hosts.json: no faults (types are not checked: there is no TypeScript file)\n',
  )
})

test('where there is no TypeScript, that is said, and all else is told', async ({ project }) => {
  const main = installationWithoutTypeScript()
  const says = 'types are not checked: there is no TypeScript here; npm install --save-dev typescript'
  assert.equal(await run(main, project, ['check', 'hosts.ts', './p.ts']), {
    code: 0,
    out: `hosts.ts with p.ts: no faults (${says})\n`,
    err: '',
  })
  project.write({ 'p.ts': right['p.ts'].replace('inputs:', 'input:') })
  const { code, err } = await run(main, project, ['check', 'hosts.ts', './p.ts'])
  assert.match(err, /p\.ts:9:7: service: it has no option input: did you mean inputs\?$/m)
  assert.ok(err.endsWith(`\n${says}\n`))
  assert.is(code, 64)
})

/** This package as it is installed, in a place of its own. */
function installationWithoutTypeScript(): string {
  const folder = scratch('installed')
  cpSync(join(packageRoot, 'package.json'), join(folder, 'package.json'))
  for (const part of ['lib', 'tasks', 'playbooks'])
    cpSync(join(built, part), join(folder, 'dist', part), { recursive: true })
  const modules = join(packageRoot, 'node_modules')
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  )
  for (const name of names.filter((one) => !/^\.|typescript/.test(one))) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(join(modules, name), join(folder, 'node_modules', name))
  }
  return join(folder, 'dist/lib/cli/main.js')
}

const run = (main: string, { folder }: Project, args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], { cwd: folder }, (_, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    )
  })

test.run()
