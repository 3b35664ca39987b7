import { readdirSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { journalSuite } from './journal-suite.ts'

const test = journalSuite('runbook history')

test('tells what each run has changed on each host, the newest first, and a converged run is none', async ({
  project,
  target,
  env,
}) => {
  assert.is((await project.run(['apply', 'hosts.ts', 'motd'], { env })).code, 0)
  await project.run(['apply', 'hosts.ts', 'motd'], { env })
  await project.run(['apply', 'hosts.ts', 'motd', '--set', 'text=bye', '--limit', 'is2'], { env })
  const { code, out, err } = await project.run(['history', 'hosts.ts'], { env })
  assert.is(code, 0, err)
  const lines = out.split('\n')
  const heads = lines.filter((line) => !line.startsWith(' ') && line !== '')
  assert.equal(
    heads.map((line) => line.split(' | ').filter((_, at) => at === 0 || at > 3)),
    [
      ['is2', 'motd', '1 step', 'ended'],
      ['is1', 'motd', '2 steps', 'ended'],
      ['is2', 'motd', '2 steps', 'ended'],
    ],
  )
  assert.match(heads[0] ?? '', / \| \d{8}-\d{6}-[0-9a-f]{11} \| \d{4}-\S+Z \| \S+@\S+ \| motd/)
  assert.ok(lines.includes(`    write the words: ${target}/is1/motd`), out)
  const [one = ''] = heads[0]?.split(' | ').slice(1) ?? []
  const json = await project.run(['history', 'hosts.ts', '--run', one, '--output', 'json'], { env })
  const told = json.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(
    told.map(({ type, version, host, id, state, undone }) => ({ type, version, host, id, state, undone })),
    [{ type: 'run', version: 1, host: 'is2', id: one, state: 'ended', undone: false }],
  )
  assert.equal(
    told[0].steps.map(({ status, paths }: { status: string; paths: string[] }) => ({ status, paths })),
    [{ status: 'changed', paths: [`${target}/is2/motd`] }],
  )
  assert.not.match(json.out, 'salt')
})

test('purge takes away what is kept, and says so', async ({ project, journals, env }) => {
  await project.run(['apply', 'hosts.ts', 'motd'], { env })
  const { code, out } = await project.run(['history', 'hosts.ts', '--purge'], { env })
  assert.is(code, 0)
  assert.match(out, /what was kept of 2 runs is removed\n$/)
  assert.equal(readdirSync(journals), [])
  assert.is((await project.run(['history', 'hosts.ts'], { env })).out, 'no run is kept on these hosts\n')
})

test('a host that is not there is named, and the others are told', async ({ project, env }) => {
  await project.run(['apply', 'hosts.ts', 'motd'], { env })
  project.write({
    'more.ts': `import { defineInventory, local, shell } from 'runbook'
export default defineInventory({ hosts: { is1: { connect: local() }, gone: { connect: shell(['false']) } } })
`,
  })
  const { code, out, err } = await project.run(['history', 'more.ts'], { env })
  assert.is(code, 3)
  assert.match(out, /^is1 \| /)
  assert.match(err, /^runbook: gone \| unreachable \| /m)
  const all = await project.run(['history', 'hosts.ts', '--run', 'x', '--purge'], { env })
  assert.is(all.code, 64)
  assert.match(all.err, /--purge removes what is kept of all runs: leave out --run/)
  assert.is(
    (await project.run(['history', 'hosts.ts', '--run', 'x'], { env })).out,
    'no run whose id contains x is kept on these hosts\n',
  )
  const wrong = await project.run(['history', 'more.ts', '--limit', 'nobody'], { env })
  assert.is(wrong.code, 64)
  assert.match(wrong.err, /"nobody" is no host and no group/)
})

test.run()
