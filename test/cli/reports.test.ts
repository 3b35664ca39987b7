import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { onTerminal } from '../support/terminal.ts'
import { main, newProject, type Project } from './command.ts'
import { demo } from './demo.ts'

interface Context {
  project: Project
  target: string
}

const test = suite<Context>('reports beside the terminal')
test.before((context) => {
  context.target = mkdtempSync(join(tmpdir(), 'runbook-target-'))
  const files = demo(context.target)
  const playbook = (files['playbooks/motd.ts'] ?? '').replace(
    /\n\}\)\n$/,
    '\n  verify: (inventory) => [play("sound", inventory.group("is"), ({ name }) => [file({ path: "' +
      context.target +
      '/" + name + "/motd", text: "hello\\n" })])],\n})\n',
  )
  context.project = newProject({ ...files, 'playbooks/motd.ts': playbook })
})
test.after(({ project, target }) => {
  project.remove()
  rmSync(target, { recursive: true, force: true })
})

test('--report writes a page, JUnit and JSON, for their owner alone, and says what it says without', async ({
  project,
}) => {
  const wanted = ['--report', 'run.html', '--report', 'run.xml', '--report', 'run.json']
  const { code, out, err } = await project.run(['apply', 'hosts.ts', 'motd', ...wanted])
  assert.equal({ code, err }, { code: 0, err: '' }, out)
  assert.match(out, /words \| is1 \| changed \| write the words\n/)
  assert.not.match(out, '+hello')
  const read = (name: string) => readFileSync(join(project.folder, name), 'utf8')
  assert.match(read('run.html'), /<h1>motd: done<\/h1>[\s\S]*<ins>\+hello<\/ins>/)
  assert.match(read('run.xml'), /<testsuites name="motd" tests="4" failures="0"/)
  assert.equal(
    read('run.json')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type),
    ['step', 'step', 'step', 'step', 'summary'],
  )
  for (const name of ['run.html', 'run.xml', 'run.json'])
    assert.is(statSync(join(project.folder, name)).mode & 0o777, 0o600)
})

test('a file of no known kind, and a file twice, are told before anything is done', async ({ project }) => {
  const unknown = await project.run(['plan', 'hosts.ts', 'motd', '--report', 'run.pdf'])
  assert.is(unknown.code, 64)
  assert.match(unknown.err, /Give a file that ends in \.html, \.xml \(JUnit\) or \.json, as in run\.html/)
  const twice = await project.run(['plan', 'hosts.ts', 'motd', '--report', 'run.json', '--output', 'json=./run.json'])
  assert.is(twice.code, 64)
  assert.match(twice.err, /two reports would be written to .*run\.json: name another file for one of them/)
})

test('annotations of GitHub stand below the lines of a log', async ({ project }) => {
  const kinds = ['--output', 'lines', '--output', 'github']
  const { out } = await project.run(['plan', 'hosts.ts', 'motd', ...kinds], { env: { GITHUB_ACTIONS: 'true' } })
  assert.match(out, /summary \| 2 hosts \| dry run.*\n::notice title=motd%3A dry run/)
})

test('on a terminal a verification is a tree, too, without colours where nobody wants them', async ({ project }) => {
  const env = { ...process.env, TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: undefined }
  const { seen } = await onTerminal([process.execPath, main, 'verify', 'hosts.ts', 'motd'], {
    cwd: project.folder,
    env,
  })
  assert.match(seen, /✔ is1 {2}1 ok/)
  assert.not.match(seen, /\[\d+m/)
})

test.run()
