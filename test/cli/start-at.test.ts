import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'

const test = suite<{ project: Project; target: string }>('where a run begins, and where it goes on')
test.before.each((context) => {
  context.target = mkdtempSync(join(tmpdir(), 'runbook-begin-'))
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local } from 'runbook'
export default async () => defineInventory({ hosts: Object.fromEntries(['a', 'b', 'c'].map((name) => [name, { connect: local() }])) })
`,
    'site.ts': `import { command, file, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('site', {
  vars: v.object({ bad: v.optional(v.string(), 'none') }),
  plays: (inventory) => [
    play('first', inventory.group('all'), ({ name }) => ['1', '2', '3'].map((n) => file({ path: \`${context.target}/\${name}\${n}\`, text: '' }))),
    play('second', inventory.group('all'), ({ name, vars: { bad } }) => [
      ...(name === bad ? [command({ script: 'exit 1', creates: '/nowhere/x' })] : []),
      file({ path: \`${context.target}/\${name}4\`, text: '' }),
    ]),
  ],
})
`,
  })
})
test.after.each(({ project, target }) => {
  project.remove()
  rmSync(target, { recursive: true, force: true })
})

const made = (target: string) => readdirSync(target).sort().join(' ')

test('--start-at leaves out what stands before; a host without that step begins with the next play', async ({
  project,
  target,
}) => {
  const { code, out } = await project.run(['apply', 'hosts.ts', './site.ts', '--start-at', `write ${target}/a2`])
  assert.is(code, 0)
  assert.is(made(target), 'a2 a3 a4 b4 c4')
  assert.not.match(out, /\| skipped \|/)
})

test('--start-at takes a part of an id, and says what is near where there is none', async ({ project, target }) => {
  assert.is((await project.run(['apply', 'hosts.ts', './site.ts', '--start-at', 'second/'])).code, 0)
  assert.is(made(target), 'a4 b4 c4')
  const { code, err } = await project.run(['apply', 'hosts.ts', './site.ts', '--start-at', `write ${target}/a9`])
  assert.is(code, 64)
  assert.match(err, /--start-at: no step is called .*: did you mean "write \/\S+\/a\d"\?/)
})

test('where some hosts got through it is said how to go on; a report says which, too', async ({ project, target }) => {
  const args = ['apply', 'hosts.ts', './site.ts']
  const { code, err } = await project.run([...args, '--set', 'bad=b', '--output', 'lines', '--output', 'json=run.json'])
  assert.is(code, 1)
  assert.match(
    err,
    /^1 of 3 hosts did not get through:\n {2}b: failed at .*\n {2}to go on there, .*: runbook apply .* --limit b$/m,
  )
  assert.is(made(target), 'a1 a2 a3 a4 b1 b2 b3 c1 c2 c3 c4')
  const kept = await project.run(['list', 'hosts.ts', './site.ts', '--limit', '@failed', '--output', 'json'])
  assert.equal(
    JSON.parse(kept.out).hosts.map(({ name }: { name: string }) => name),
    ['b'],
  )
  const again = await project.run([...args, '--limit', '@run.json'])
  assert.is(again.code, 0, again.err)
  assert.match(again.out, /summary \| 1 host \|/)
  assert.is(made(target), 'a1 a2 a3 a4 b1 b2 b3 b4 c1 c2 c3 c4')
  const none = await project.run([...args, '--limit', '@failed'])
  assert.is(none.code, 64)
  assert.match(none.err, /--limit @failed: all hosts of hosts\.ts got through when they were last chosen$/m)
  project.write({ 'list.txt': '# those of today\na\nc\n' })
  assert.match((await project.run([...args, '--limit', '@list.txt'])).out, /summary \| 2 hosts \|/)
})

for (const [file, says] of [
  ['@failed', /--limit @failed: nothing is known of a run with hosts\.ts in which/],
  ['@gone', /--limit @gone: it cannot be read \(ENOENT\): give a report/],
  ['@hosts.json', /--limit @hosts\.json: it is no report of --output json=FILE/],
  ['@cut.json', /--limit @cut\.json: the report has no summary/],
  ['@empty', /--limit @empty: no host/],
] as const)
  test(`--limit ${file}`, async ({ project }) => {
    project.write({ 'hosts.json': '{\n', 'cut.json': '{"type":"start"}\n', empty: '\n' })
    const { code, err } = await project.run(['apply', 'hosts.ts', './site.ts', '--limit', file])
    assert.is(code, 64)
    assert.match(err, says)
  })

test('an inventory that a function gives: what it throws has a place, and what is none is told', async ({
  project,
}) => {
  project.write({
    'cloud.ts': "export default async () => {\n  throw new Error('the cloud does not answer')\n}\n",
    'text.ts': "export default () => 'web1'\n",
  })
  const thrown = await project.run(['ping', 'cloud.ts'])
  assert.is(thrown.code, 64)
  assert.match(thrown.err, /^runbook: cloud\.ts:2:\d+: the cloud does not answer$/m)
  assert.match(
    (await project.run(['ping', 'text.ts'])).err,
    /text\.ts: its default export is a text|value of type string/,
  )
})

test.run()
