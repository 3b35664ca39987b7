import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { demo } from './demo.ts'
import { type Demo, demoSuite } from './demo-suite.ts'

const test = demoSuite('approvals of attempts', (target) => ({
  ...demo(target),
  'playbooks/tried.ts': playbook(target),
  'more.ts': more,
}))

const more = `export const rescue = (at: (name: string) => string, file: (options: object) => unknown) => ({
  rescue: file({ path: at('rescued'), text: 'as it was' }),
})
`

const playbook = (target: string) => `import * as v from 'valibot'
import { attempt, play, playbook } from 'runbook'
import { command, file } from 'runbook/tasks'
import { rescue } from '../more.ts'

const at = (name) => '${target}/' + name
const fails = command({ script: 'test -e ' + at('well'), creates: at('made') })
export default playbook('tried', {
  vars: v.looseObject({}),
  plays: (inventory) => [
    play('tried', inventory.hosts.slice(0, 1), () => [
      file({ path: at('before'), text: 'x' }),
      attempt([fails, file({ path: at('next'), text: 'x' })], {
        ...rescue(at, file),
        always: file({ path: at('always'), text: 'x' }),
      }),
      file({ path: at('after'), text: 'x' }),
    ]),
  ],
})
`

const planned = async ({ project }: Demo): Promise<string> => {
  const said = await project.run(['plan', 'hosts.ts', 'tried', '--out', 'a.approval'])
  assert.is(said.code, 0, said.out + said.err)
  return join(project.folder, 'a.approval')
}
const there = ({ target }: Demo) =>
  ['before', 'next', 'rescued', 'always', 'after'].filter((name) => existsSync(join(target, name)))

test('what rescues is approved with it, and carried out where something fails', async (context) => {
  const file = await planned(context)
  const shown = await context.project.run(['show', file])
  assert.match(
    shown.out,
    /deferred \| write .*rescued \| planned when .* \(a failure of its attempt\): it may touch .*rescued\n/,
  )
  const said = await context.project.run(['apply', file])
  assert.is(said.code, 0, said.out + said.err)
  assert.equal(there(context), ['before', 'rescued', 'always', 'after'])
})

test('what is done always is done after a failure that nothing rescues, and what comes later is left', async (context) => {
  context.project.write({ 'more.ts': more.replace(/rescue: file.*/, '') })
  const file = await planned(context)
  const said = await context.project.run(['apply', file])
  assert.is(said.code, 1, said.out + said.err)
  assert.not.match(said.out, /refused/)
  assert.equal(there(context), ['before', 'always'])
})

for (const [name, now, says] of [
  ['does something else', more.replace('as it was', 'evil'), 'what its task is given is not what was approved'],
  ['is gone', more.replace(/rescue: file.*/, ''), '"write .*rescued" .* was approved, and is no step any more'],
] as const)
  test(`a rescue that ${name}, by a module that a playbook reads, is named, and nothing is changed`, async (context) => {
    const file = await planned(context)
    context.project.write({ 'more.ts': now })
    const said = await context.project.run(['apply', file])
    assert.is(said.code, 4, said.out + said.err)
    assert.match(said.out, new RegExp(says))
    assert.equal(there(context), [])
  })

test('a rescue that was not approved is named, and nothing is changed', async (context) => {
  context.project.write({ 'more.ts': more.replace(/rescue: file.*/, '') })
  const file = await planned(context)
  context.project.write({ 'more.ts': more })
  const said = await context.project.run(['apply', file])
  assert.is(said.code, 4, said.out + said.err)
  assert.match(said.out + said.err, /this step is not among those that were approved/)
  assert.equal(there(context), [])
})

test.run()
