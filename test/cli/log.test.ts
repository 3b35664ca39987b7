import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'

const test = suite<{ project: Project }>('what a run says beside its report')
test.before((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local } from 'runbook'
export default defineInventory({ hosts: { web1: { connect: local() } } })
`,
    'site.ts': `import { command, file, lines, play, playbook, secret } from 'runbook'
import * as v from 'valibot'
const here = process.cwd()
export default playbook('site', { vars: v.object({}), plays: (inventory) => [play('p', inventory.group('all'), () => [
  lines({ path: here + '/known', edits: [lines.ensure('second')] }),
  file({ path: here + '/token', text: secret('token') }),
  command({ script: 'echo made by hand; touch ' + here + '/made', creates: here + '/made' }),
])] })
`,
    known: 'first-line-of-the-host\n',
  })
})
test.after(({ project }) => project.remove())

test('-vv tells what was asked and answered, --log all events: neither a content nor a secret', async ({ project }) => {
  const args = ['apply', 'hosts.ts', 'site.ts', '-vv', '--log', 'run.log', '--output', 'lines']
  const { code, out, err } = await project.run(args, { env: { RUNBOOK_SECRET_TOKEN: 'tiger-12-x' } })
  assert.is(code, 0, err)
  assert.match(out, /^answer \| web1 \| content .*\/known \| file, .*, 23 bytes, SHA-256 [0-9a-f]{64}$/m)
  assert.match(out, /^answer \| web1 \| .*touch .*\/made \| status 0, "made by hand"$/m)
  assert.match(out, /^p \| web1 \| changed \| .*\n {4}file .*\/known \(23 bytes/m)
  const file = join(project.folder, 'run.log')
  const text = readFileSync(file, 'utf8')
  const events = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  for (const said of [out, text]) {
    assert.not.match(said, /first-line-of-the-host/)
    assert.not.match(said, /tiger-12-x/)
  }
  assert.is(statSync(file).mode & 0o777, 0o600)
  assert.equal([events[0].type, events.at(-1).type], ['start', 'summary'])
  assert.ok(events.every(({ at, mode, version }) => at !== undefined && mode === 'apply' && version === 1))
  assert.ok(events.some(({ type }) => type === 'answer'))
})

test.run()
