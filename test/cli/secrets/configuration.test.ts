import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from '../command.ts'

const test = suite<{ project: Project }>('sources of secrets in the configuration')

test.before.each((context) => {
  context.project = newProject({
    'hosts.ts': `import { defineInventory, local, secret } from 'runbook'
export default defineInventory({ hosts: { a: { connect: local() } }, vars: { db: secret('db') } })
`,
    'p.ts': `import { file, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('p', { vars: v.object({ db: v.any() }), plays: (inventory) => [
  play('p', inventory.hosts, ({ vars }) => [file({ path: process.cwd() + '/out', text: vars.db })]),
] })
`,
  })
})
test.after.each(({ project }) => project.remove())

const faults: readonly (readonly [secrets: string, says: RegExp])[] = [
  ['[]', /secrets: it is empty: name a source, as in \['environment'\]/],
  ["['env']", /secrets\.0: give 'environment', 'prompt', \{ file: /],
  ["[{ command: 'pass show {name}' }]", /secrets\.0/],
  ["[{ command: ['pass', 'show'] }]", /secrets\.0\.command: say where the name of the secret goes/],
  ["[{ file: '/run/secrets/db' }]", /secrets\.0\.file: give the path of a file for each secret, as in/],
  ["[{ age: 'secrets.age', key: 'x' }]", /secrets\.0/],
]

for (const [secrets, says] of faults) {
  test(`${secrets} is refused`, async ({ project }) => {
    project.write({ 'runbook.config.ts': `export default { secrets: ${secrets} }` })
    const said = await project.run(['apply', 'hosts.ts', './p.ts'])
    assert.is(said.code, 64)
    assert.match(said.err, says)
  })
}

test('paths and programs are those of the folder of the configuration, wherever it is called', async ({ project }) => {
  project.write({
    'runbook.config.ts': `export default { secrets: [{ file: 'words/{name}' }, { command: ['./get', '{name}'] }] }`,
    'package.json': '{}',
    get: '#!/bin/sh\necho "program of $1"\n',
  })
  chmodSync(join(project.folder, 'get'), 0o755)
  mkdirSync(join(project.folder, 'below'))
  const said = await project.run(['apply', '../hosts.ts', '../p.ts', '--diff'], { cwd: 'below' })
  assert.is(said.code, 0, said.err)
  assert.not.match(said.out, 'program of')
})

const own: readonly (readonly [source: string, says: RegExp])[] = [
  ["{ comand: ['pass'] }", /secret db: comand is no key of a secret's source: did you mean command\?/],
  ["{ command: 'pass show db' }", /secret db: command is a value of type string: give a program and its arguments/],
  ['{ command: [] }', /secret db: command is empty: give a program/],
  ["{ env: 'A', file: 'b' }", /secret db: it has the sources env and file: give one of them/],
  ['{ whole: true }', /secret db: whole is given: it says how a file or a command is read/],
]

for (const [source, says] of own) {
  test(`secret('db', ${source}) is refused with its place`, async ({ project }) => {
    project.write({
      'hosts.ts': `import { defineInventory, local, secret } from 'runbook'
export default defineInventory({ hosts: { a: { connect: local() } }, vars: {
  db: secret('db', ${source}),
} })
`,
    })
    const said = await project.run(['apply', 'hosts.ts', './p.ts'])
    assert.is(said.code, 64)
    assert.match(said.err, /hosts\.ts:3:7: /)
    assert.match(said.err, says)
  })
}

test.run()
