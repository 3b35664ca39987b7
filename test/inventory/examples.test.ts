import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { newProject } from '../cli/command.ts'

const test = suite<{ scratch: string }>('the example inventories')

test.before.each((context) => {
  context.scratch = mkdtempSync(join(tmpdir(), 'runbook-demo-'))
})
test.after.each(({ scratch }) => rmSync(scratch, { recursive: true, force: true }))

const examples = [
  ['two-nodes.ts', /ssh deploy@10\.0\.0\.12\n/, /cluster as 10\.0\.0\.12:4000 in wso2\.is\.domain/],
  ['cluster.ts', /lb +ssh deploy@10\.0\.0\.10\n/, /mount 10\.0\.0\.30:\/srv\/is on \/mnt\/is/],
  ['one-box.ts', /is2 +ssh deploy@10\.0\.0\.11\n/, /cluster as 10\.0\.0\.11:4001 in wso2\.is\.domain/],
  ['cluster-7.ts', /lb +ssh deploy@10\.0\.0\.10\n/, /use is\.p12 for TLS/],
  ['demo-7.ts', /is2 +this machine\n/, /cluster as 127\.0\.0\.1:4001 in wso2\.is\.domain/],
  ['demo.ts', /is2 +this machine\n/, /cluster as 127\.0\.0\.1:4001 in wso2\.is\.domain/],
] as const

for (const [name, host, step] of examples) {
  test(`${name} fits pattern1`, async ({ scratch }) => {
    const project = newProject()
    const { code, out, err } = await project.run(['list', resolve('inventory', name), 'pattern1'], {
      env: { RUNBOOK_DEMO: scratch },
    })
    project.remove()
    assert.is(code, 0, err)
    assert.match(out, host)
    assert.match(out, step)
  })
}

const dayTwo = [
  ...['roll-out', 'rolling-restart', 'add-node', 'renew-certificate', 'databases', 'node', 'load-balancer', 'start'],
  'verify',
]
for (const [name, ...set] of [
  ...dayTwo.map((one) => [one]),
  ['remove-node', '--set', 'node=is2'],
  ['pattern1-teardown', '--set', 'confirm=is.example.com', '--set', 'dropDatabases=true'],
])
  test(`cluster-7.ts fits ${name}`, async () => {
    const project = newProject()
    const { code, out, err } = await project.run(['list', resolve('inventory/cluster-7.ts'), name ?? '', ...set])
    project.remove()
    assert.is(code, 0, err)
    assert.match(out, /is1/)
  })

test('nodes on one machine: one of them writes its hosts file', async ({ scratch }) => {
  const project = newProject()
  const { out } = await project.run(['list', resolve('inventory/one-box.ts'), 'pattern1'], {
    env: { RUNBOOK_DEMO: scratch },
  })
  project.remove()
  assert.is(out.match(/resolve is\.example\.com to 10\.0\.0\.10/g)?.length, 1)
})

test('an example says which files and secrets it lacks', async ({ scratch }) => {
  const project = newProject()
  const { code, err } = await project.run(['apply', resolve('inventory/two-nodes.ts'), 'pattern1'], {
    env: { RUNBOOK_DEMO: scratch },
  })
  project.remove()
  assert.is(code, 64)
  assert.match(err, /RUNBOOK_SECRET_DB/)
})

test.run()
