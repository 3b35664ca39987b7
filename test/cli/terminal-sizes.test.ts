import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { emulated } from '../support/emulated.ts'
import { onTerminal } from '../support/terminal.ts'
import { main, newProject, type Project } from './command.ts'

const test = suite<{ project: Project }>('a run on a terminal')
test.before((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local } from 'runbook'
export default defineInventory({ hosts: { is1: { connect: local() }, is2: { connect: local() } } })
`,
    'site.ts': `import * as v from 'valibot'
import { command, play, playbook } from 'runbook'
export default playbook('site', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('words', inventory.hosts, ({ name }) => [
      command({ script: 'sleep 1', unless: 'false', title: 'wait for ' + 'a very long while '.repeat(8) + 'END' }),
      command({ script: 'test ' + name + ' = is1', always: true, title: 'only on is1' }),
    ]),
  ],
})
`,
  })
})
test.after(({ project }) => project.remove())

for (const columns of [80, 200])
  test(`in ${columns} columns: nothing wraps while it is drawn, and nothing of that is left`, async ({ project }) => {
    const env = { ...process.env, TERM: 'xterm', NO_COLOR: undefined }
    const argv = [process.execPath, main, 'apply', 'hosts.ts', './site.ts']
    const { code, seen } = await onTerminal(argv, { cwd: project.folder, env, columns })
    assert.is(code, 1, seen)
    const { lines, wrapped } = emulated(seen, columns)
    const live = /applying|connecting|reading|confirming/
    assert.match(seen, live)
    assert.equal(
      wrapped.filter((line) => live.test(line)),
      [],
    )
    const text = lines.join('\n')
    assert.not.match(text, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/)
    assert.match(text, /only on is1/)
    assert.match(text, /ended with faults/)
    assert.ok(seen.lastIndexOf('[?25h') > seen.lastIndexOf('[?25l'), 'the cursor is given back')
  })

test.run()
