import { hostname, release, totalmem } from 'node:os'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { testShells } from '../support/shells.ts'
import { newProject, type Project } from './command.ts'

const test = suite<{ project: Project }>('asking hosts without a playbook')
test.before((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local, shell } from 'runbook'
const env = (NAME: string) => local({ env: { NAME } })
export default defineInventory({
  hosts: {
    web1: { connect: env('one'), groups: ['web'] },
    web2: { connect: env('two'), groups: ['web'] },
    web3: { connect: env('one'), groups: ['web'] },
    gone: { connect: shell(['false']) },
  },
})
`,
  })
})
test.after(({ project }) => project.remove())

test('ping says as whom and on what system, and which host is not there', async ({ project }) => {
  const { code, out, err } = await project.run(['ping', 'hosts.ts', '--limit', 'web1,gone'])
  assert.match(out, /^web1 \| ok \| as \S+, debian \d+, \w+, [\w ]+\n$/)
  assert.match(err, /^runbook: gone \| unreachable \| false gives no shell/)
  assert.is(code, 3)
  const facts = await project.run(['facts', 'hosts.ts', '-l', 'web2', '--output', 'json'])
  const { type, version, host, identity, login, os, machine } = JSON.parse(facts.out)
  assert.equal(
    [type, version, host, identity.uid, login, os.family, facts.code],
    ['facts', 1, 'web2', process.getuid?.(), identity, 'debian', 0],
  )
  assert.equal([machine.hostname, machine.kernel], [hostname(), `Linux ${release()}`])
  assert.is(machine.memory.total, totalmem())
  assert.ok(machine.processors > 0 && machine.disk.free < machine.disk.total && machine.uptime > 0)
  const text = await project.run(['facts', 'hosts.ts', '-l', 'web2'])
  assert.match(text.out, /^web2 \| acts as \| \S+\nweb2 \| system \| debian .*\nweb2 \| hostname \| /)
})

test('exec says once what several hosts say, with what it complains of', async ({ project }) => {
  const { code, out } = await project.run([
    'exec',
    'hosts.ts',
    'web',
    '--',
    'echo "$NAME"; echo no >&2; test $NAME = one',
  ])
  assert.is(out, 'web1 web3 | ok\n  one\n  no\nweb2 | exit status 1\n  two\n  no\n')
  assert.is(code, 1)
})

test('several words are a command with its arguments; what would steer the terminal is shown', async ({ project }) => {
  const { code, out } = await project.run([
    'exec',
    'hosts.ts',
    'web2',
    '--',
    'printf',
    '%s|',
    'a b',
    '$NAME',
    '\x1b[2J',
  ])
  assert.is(out, 'web2 | ok\n  a b|$NAME|␛[2J|\n')
  assert.is(code, 0)
  const json = await project.run(['exec', 'hosts.ts', 'web2', '--output', 'json', '--', 'false'])
  assert.equal(JSON.parse(json.out), { type: 'exec', version: 1, host: 'web2', status: 1, output: '' })
})

test('where a runner of GitHub Actions reads the log, a host gives it no command', async ({ project }) => {
  const words = ['exec', 'hosts.ts', 'web2', '--', "echo '::error::x'; echo 'a ##[debug]b'"]
  const { out } = await project.run(words, { env: { GITHUB_ACTIONS: 'true' } })
  assert.is(out, 'web2 | ok\n  : :error::x\n  a ## [debug]b\n')
  const plain = await project.run(words, { env: { GITHUB_ACTIONS: '' } })
  assert.is(plain.out, 'web2 | ok\n  ::error::x\n  a ##[debug]b\n')
})

test('a text that no shell can read, and a command that reads its input, end', async ({ project }) => {
  const wrong = await project.run(['exec', 'hosts.ts', 'web1', '--', 'echo ((('])
  assert.match(wrong.out, /^web1 \| exit status 2\n {2}.*[Ss]yntax error/)
  assert.is((await project.run(['exec', 'hosts.ts', 'web1', '--', 'cat'])).out, 'web1 | ok\n')
})

test('a pattern that picks nobody', async ({ project }) => {
  const { code, err } = await project.run(['exec', 'hosts.ts', 'wbe', '--', 'true'])
  assert.is(code, 64)
  assert.match(err, /^runbook: cannot start: the pattern: "wbe" is no host and no group: did you mean web\?/)
})

for (const { name, spec } of testShells())
  test(`${name}: doctor says what is not there, and how to mend it`, async () => {
    const project = newProject({
      'hosts.ts': `import { defineInventory, local } from 'runbook'
const options = ${JSON.stringify(spec.options ?? {})}
export default defineInventory({ hosts: {
  well: { connect: local(options) },
  ill: { connect: local({ ...options, env: { ...options.env, HOME: '/nowhere' } }) },
} })
`,
    })
    const { code, out } = await project.run(['doctor', 'hosts.ts', '-v'])
    project.remove()
    assert.match(out, /^well \| ok \| the clock is right$/m)
    assert.match(out, /^ill \| mend \| \/nowhere is not there \| make it/m)
    if (name === 'busybox')
      assert.match(out, /^well \| mend \| there is no flock: two runs are not kept apart .* \| install flock$/m)
    assert.is(code, 1)
  })

test.run()
