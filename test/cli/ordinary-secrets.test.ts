import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject } from './command.ts'

const test = suite('secrets that cannot be masked')

test('is said once for each, before anything is done, and nothing else becomes unreadable', async () => {
  const project = newProject({
    'hosts.ts': `import { defineInventory, local, secret } from 'runbook'
export default defineInventory({
  hosts: { a: { connect: local() }, b: { connect: local() } },
  vars: { word: secret('word'), short: secret('short'), good: secret('good'), named: secret('named') },
})
`,
  })
  const values = { WORD: 'wso2carbon', SHORT: 'ab', GOOD: 'a-g00d-one', NAMED: 'databases' }
  try {
    project.write({
      'p.ts': `import { command, file, given, osFact, play, playbook, secret } from 'runbook'
import * as v from 'valibot'
export default playbook('p', {
  vars: v.object({ word: v.any(), short: v.any(), good: v.any(), named: v.any() }),
  plays: (inventory) => [
    play('databases', inventory.hosts, ({ name, vars }) => [
      ...Object.entries(vars).map(([key, text]) =>
        file({ path: '${project.folder}/' + name + key, text, title: 'write the ' + key + ' of wso2carbon' }),
      ),
      given({ os: osFact() }, () =>
        file({ path: '${project.folder}/' + name + 'later', text: secret('later', { value: 'xy' }) })),
      command({ script: 'cat; exit 1', stdin: vars.good, creates: '/nowhere' }),
    ]),
  ],
})
`,
    })
    const env = Object.fromEntries(Object.entries(values).map(([name, value]) => [`RUNBOOK_SECRET_${name}`, value]))
    const { code, out, err } = await project.run(['apply', 'hosts.ts', './p.ts', '--diff'], { env })
    assert.is(code, 1)
    const notes = err.split('\n').filter((line) => line.startsWith('note: '))
    assert.equal(notes, [
      'note: secret word is an ordinary word: where a program prints it, it is not masked; choose another to have it so',
      'note: secret short has fewer than 4 characters: where a program prints it, it is not masked; choose another to have it so',
      'note: secret named is a word that this playbook uses in the open: where a program prints it, it is not masked; choose another to have it so',
      'note: secret later has fewer than 4 characters: where a program prints it, it is not masked; choose another to have it so',
    ])
    assert.match(out, /databases \| a \| changed \| write the word of wso2carbon/)
    assert.match(out, /failed \| .* \| the command ended with status 1: \*{8}\n/)
    assert.not.match(out, /a-g00d-one|\+ab|\+databases|\+wso2carbon/)
    const listed = await project.run(['list', 'hosts.ts', './p.ts'], { env })
    assert.match(listed.out, /databases: a/)
  } finally {
    project.remove()
  }
})

test.run()
