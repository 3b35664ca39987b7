import { readdirSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { demoSuite } from './demo-suite.ts'

const test = demoSuite('no text of a user names a secret', () => ({
  'hosts.ts': `import { defineInventory, local } from 'runbook'
export default defineInventory({ hosts: { is1: { connect: local(), groups: ['is'] } } })
`,
}))

/** As a placeholder would be spelled for the secret db, with the characters written down and without. */
const spellings = [
  "'\\u{f7a30}db\\u{f7a31}'",
  "'\\u{f7a30}db_2\\u{f7a31}'",
  'JSON.parse(\'"\\\\udb9e\\\\ude30db\\\\udb9e\\\\ude31"\')',
]

const places: readonly { what: string; task(target: string, text: string): string; at: RegExp }[] = [
  {
    what: 'the text of a file',
    task: (target, text) => `file({ path: '${target}/b', text: ${text} })`,
    at: /file: text: it holds the character U\+F7A30/,
  },
  {
    what: 'what a command reads',
    task: (target, text) => `command({ script: 'cat >${target}/b', stdin: ${text}, creates: '${target}/b' })`,
    at: /command: stdin: it holds/,
  },
  {
    what: 'an edit',
    task: (target, text) => `json({ path: '${target}/b', edits: [json.set(['a'], { deep: ${text} })] })`,
    at: /edits\.0\.\S+: it holds/,
  },
  {
    what: 'a title',
    task: (target, text) => `file({ path: '${target}/b', text: '', title: ${text} })`,
    at: /file: title: it holds/,
  },
]

for (const { what, task, at } of places) {
  test(`${what}: refused with its place before a host is asked`, async ({ project, target }) => {
    for (const text of spellings) {
      project.write({
        'p.ts': `import { play, playbook, secret, file, command, json } from 'runbook'
import * as v from 'valibot'
export default playbook('p', { vars: v.object({}), plays: (inventory) => [play('p', inventory.group('is'), () => [
  file({ path: '${target}/a', text: secret('db') }),
  ${task(target, text)},
])] })
`,
      })
      const said = await project.run(['apply', 'hosts.ts', 'p.ts', '--diff'], { env: { RUNBOOK_SECRET_DB: 'hunter2' } })
      assert.match(said.err, /p\.ts:5:3: /)
      assert.match(said.err, at)
      assert.is(said.code, 64)
      assert.not.match(said.out + said.err, 'hunter2')
      assert.equal(readdirSync(target), [])
    }
  })
}

test.run()
