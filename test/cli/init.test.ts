import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject, type Project } from './command.ts'

const test = suite<{ project: Project }>('beginning a project')
test.before.each((context) => {
  context.project = newProject()
})
test.after.each(({ project }) => project.remove())

test('what it writes has no fault, is planned at once, applies, and is converged', async ({ project }) => {
  const begun = await project.run(['init', 'My Site'])
  assert.is(begun.code, 0, begun.err)
  assert.match(begun.out, /^written: My Site\/hosts\.ts\n/)
  assert.match(begun.out, /\nhosts\.ts with web: no faults\n[\s\S]*2 hosts \| dry run: nothing was changed/)
  const at = (name: string) => join(project.folder, 'My Site', name)
  assert.not.ok(existsSync(at('.target')))
  assert.is(JSON.parse(readFileSync(at('package.json'), 'utf8')).name, 'my-site')
  const cwd = 'My Site'
  const applied = await project.run(['apply', 'hosts.ts', 'web'], { cwd })
  assert.is(applied.code, 0, applied.err)
  assert.is(readFileSync(at('.target/web2/srv/current/index.html'), 'utf8'), '<h1>It works</h1>\n<p>web2</p>\n')
  assert.match((await project.run(['apply', 'hosts.ts', 'web'], { cwd })).out, /nothing had to be changed/)
})

test('no file is replaced; a package.json may be there', async ({ project }) => {
  project.write({ 'package.json': '{ "name": "mine" }\n' })
  const begun = await project.run(['init', '--example', 'pattern1'])
  assert.is(begun.code, 0, begun.err)
  assert.match(begun.out, /^written: hosts\.ts\nleft as it is: package\.json\n/)
  const again = await project.run(['init'])
  assert.is(again.code, 64)
  assert.match(again.err, /^runbook: hosts\.ts in .*: nothing is replaced, so name another folder: runbook init DIR$/m)
  assert.not.ok(existsSync(join(project.folder, 'playbooks')))
  const listed = await project.run(['list', 'hosts.ts', 'pattern1'])
  assert.match(listed.out, /disable the embedded LDAP|embedded-ldap/i)
})

test.run()
