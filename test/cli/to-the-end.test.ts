import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { built } from '../../lib/cli/installation.ts'
import { newProject, type Project } from './command.ts'

/** A user's own code that ends the process, or never comes to an end, is told; nothing ends as if all were well. */
const test = suite<{ project: Project }>('to the end')
test.before.each((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, shell } from 'runbook'
export default defineInventory({ hosts: { a: { connect: shell(['sh', '-c', 'touch asked; exec sh']), groups: ['web'] } } })
`,
  })
})
test.after.each(({ project }) => project.remove())

interface Places {
  readonly top?: string
  readonly vars?: string
  readonly play?: string
  readonly given?: string
}

const playbook = ({ top = '', vars = 'v.object({})', play = '', given = '' }: Places) => `${top}
import { file, given, osFact, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('p', {
  vars: ${vars} as never,
  plays: (inventory) => [play('a', inventory.group('web'), () => {
${play}
    return [given({ os: osFact() }, () => {
${given}
      return file({ path: '/nowhere/x', text: '' })
    })]
  })],
})
`
const ends = 'it ends runbook before the work is done: take process.exit out'
const never = 'new Promise(() => undefined)'

const situations: readonly (readonly [name: string, places: Places, says: string])[] = [
  ['process.exit(0) at the top level', { top: 'process.exit(0)' }, `p.ts:1:9: ${ends}`],
  ['process.exit(3) at the top level', { top: 'process.exit(3)' }, `p.ts:1:9: ${ends}`],
  ['process.exit(0) in a play', { play: 'process.exit(0)' }, `p.ts:7:9: ${ends}`],
  [
    'a wait at the top level that never ends',
    { top: `await ${never}` },
    'p.ts: it never finishes loading: what it awaits at its top level never comes',
  ],
  [
    'a schema that never answers',
    { vars: `v.pipeAsync(v.object({}), v.checkAsync(() => ${never}))` },
    'something in the playbook or the inventory waits for what never comes: see what it awaits',
  ],
]

for (const [name, places, says] of situations) {
  test(name, async ({ project }) => {
    project.write({ 'p.ts': playbook(places) })
    for (const command of ['check', 'list', 'apply']) {
      const { code, out, err } = await project.run([command, 'hosts.ts', './p.ts'])
      assert.equal([code, out], [64, ''], command)
      assert.is(err, `runbook: ${says}\n`)
    }
    assert.not.ok(existsSync(join(project.folder, 'asked')))
  })
}

test('process.exit(0) in an inventory', async ({ project }) => {
  project.write({ 'h.ts': '\n  process.exit(0)\n' })
  assert.equal(await project.run(['check', 'h.ts']), { code: 64, out: '', err: `runbook: h.ts:2:11: ${ends}\n` })
})

test('process.exit(0) when a host has answered', async ({ project }) => {
  project.write({ 'p.ts': playbook({ given: 'process.exit(0)' }) })
  const { code, err } = await project.run(['apply', 'hosts.ts', './p.ts'])
  assert.equal([code, err], [1, `runbook: p.ts:9:9: ${ends}\n`])
})

test('a file that something keeps from ever ending is waited for so long, and no longer', async () => {
  const code = `import { loadWithin, toTheEnd } from ${JSON.stringify(join(built, 'lib/cli/to-the-end.js'))}
setInterval(() => undefined, 1000)
await toTheEnd(64, () => loadWithin('/there/p.ts', () => ${never}, 0.2))`
  const said = await new Promise((resolve) => {
    const child = execFile(process.execPath, ['--input-type=module', '-e', code], { cwd: '/' }, (_, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    )
  })
  assert.equal(said, {
    code: 64,
    out: '',
    err: 'runbook: there/p.ts: it has not finished loading after 0.2 s: see what it awaits at its top level\n',
  })
})

test.run()
