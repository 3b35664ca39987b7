import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import type { Project } from './command.ts'
import { demo } from './demo.ts'
import { demoSuite } from './demo-suite.ts'

const test = demoSuite('verify', (target) => withChecks(target))

/** The demo with two plays of checks: one that also says what it found, and a task that would change something. */
function withChecks(target: string): Record<string, string> {
  const files = demo(target)
  const playbook = (files['playbooks/motd.ts'] ?? '')
    .replace('import { play, playbook }', 'import { commandFact, defineCheck, play, playbook, refuse }')
    .replace(
      /\n\}\)\n$/,
      `
  verify: (inventory) => [
    play('first', inventory.group('is'), ({ name }) => [
      words({ path: '${target}/' + name + '/motd' }),
      file({ path: '${target}/' + name + '/motd', text: inventory.vars.text + '\\n', title: 'the words are as described' }),
    ]),
    play('second', inventory.group('is'), () => [words({ path: '/etc/passwd', title: 'there are users' })]),
  ],
})

const words = defineCheck('words', {
  options: v.strictObject({ path: v.string() }),
  title: ({ path }) => 'read ' + path,
  reads: ({ path }) => ({ lines: commandFact('wc -l <' + path, []) }),
  check: ({ path }, { lines }) =>
    lines.status === 0 ? lines.output.trim() + ' lines' : refuse(path + ' is not there', 'run runbook apply'),
})
`,
    )
  return { ...files, 'playbooks/motd.ts': playbook }
}

const verify = (project: Project, ...more: string[]) => project.run(['verify', 'hosts.ts', 'motd', ...more])

test('all is well: what each check found, and status 0', async ({ project }) => {
  assert.is((await project.run(['apply', 'hosts.ts', 'motd'])).code, 0)
  const { code, out, err } = await verify(project)
  assert.equal({ code, err }, { code: 0, err: '' }, out)
  assert.match(out, /first \| is1 \| ok \| read .*\/is1\/motd \| 1 lines\n/)
  assert.match(out, /first \| is2 \| ok \| the words are as described\n/)
  assert.match(out, /second \| is2 \| ok \| there are users \| \d+ lines\n/)
  assert.match(out, /summary \| is1 \| 3 ok, /)
})

test('faults are told of every check, also of later plays, and nothing is changed', async ({ project, target }) => {
  const { code, out } = await verify(project)
  assert.is(code, 1)
  assert.match(out, /first \| is1 \| failed \| read .* \| .*is1\/motd is not there: run runbook apply\n/)
  assert.match(out, /first \| is1 \| failed \| the words are as described \| .*the folder of .* is not there/)
  assert.match(out, /second \| is1 \| ok \| there are users/)
  assert.match(out, /summary \| is1 \| 1 ok, 2 failed, /)
  assert.not(existsSync(join(target, 'is1')))
})

test('what a task would change is a fault, and stays as it is', async ({ project, target }) => {
  await project.run(['apply', 'hosts.ts', 'motd'])
  writeFileSync(join(target, 'is2', 'motd'), 'other\n')
  const { code, out } = await verify(project, '--output', 'json')
  assert.is(code, 1)
  const steps = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const failed = steps.filter(({ status }) => status === 'failed')
  assert.equal(
    failed.map(({ host, reason }) => [host, reason]),
    [['is2', `not as described: write ${target}/is2/motd would make it so`]],
  )
  assert.equal(steps.at(-1).hosts.is2.failed, 1)
})

test('a command that would run is told by the title of its step, not by our script', async ({ project }) => {
  project.write({
    'p.ts': `import { command, play, playbook, service } from 'runbook'
import * as v from 'valibot'
const run = (inventory) => [play('c', inventory.group('is'), () => [
  command({ script: 'helper() { :; }; helper', unless: 'false', title: 'install the helper' }),
  command({ script: 'make all', unless: 'false' }),
])]
export default playbook('p', { vars: v.looseObject({}), plays: run, verify: run })
`,
  })
  const { code, out } = await project.run(['verify', 'hosts.ts', './p.ts', '--limit', 'is1'])
  assert.is(code, 1)
  assert.match(
    out,
    'c | is1 | failed | install the helper | not as described: carrying out "install the helper" would make it so\n',
  )
  assert.match(out, /not as described: carrying out "run make all" would make it so\n/)
  assert.not.match(out, /helper\(\)/)
})

test('a host that cannot be reached: status 3, and the others are told', async ({ project }) => {
  await project.run(['apply', 'hosts.ts', 'motd'])
  const hosts = demo('')['hosts.ts'] ?? ''
  project.write({
    'hosts.ts': hosts
      .replace('{ defineInventory,', '{ defineInventory, shell,')
      .replace(/is1: \{ connect: local\(\)/, "is1: { connect: shell(['false'])"),
  })
  const { code, out } = await verify(project)
  assert.is(code, 3, out)
  assert.match(out, /first \| is1 \| unreachable \| /)
  assert.match(out, /second \| is2 \| ok \| /)
})

test('--limit and --tags choose', async ({ project }) => {
  const { out } = await verify(project, '--limit', 'is2', '--tags', 'words', '--output', 'json')
  const steps = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal([...new Set(steps.slice(0, -1).map(({ host }) => host))], ['is2'])
  assert.equal(
    steps.slice(0, -1).map(({ status }) => status),
    ['failed', 'skipped', 'ok'],
  )
})

test('a playbook without checks', async ({ project, target }) => {
  project.write(demo(target))
  const { code, err } = await verify(project)
  assert.is(code, 64)
  assert.match(
    err,
    /the playbook motd has no checks: give playbook\('motd', \{ …, verify: \(inventory\) => \[play\(…\)\] \}\)/,
  )
})

test.run()
