import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { journalSuite } from './journal-suite.ts'

const test = journalSuite('runbook rollback')

test('the newest run is undone, and then the one before it; a dry run shows what would be, and changes nothing', async ({
  project,
  target,
  env,
}) => {
  const motd = join(target, 'is1/motd')
  await project.run(['apply', 'hosts.ts', 'motd'], { env })
  await project.run(['apply', 'hosts.ts', 'motd', '--set', 'text=bye'], { env })
  const dry = await project.run(['rollback', 'hosts.ts', '--dry-run', '--diff', '--detailed-exitcode'], { env })
  assert.is(dry.code, 2, dry.out + dry.err)
  assert.match(dry.out, / \| is1 \| would change \| \S+\/is1\/motd as it was\n/)
  assert.match(dry.out, /\n {4}-bye\n {4}\+hello\n/)
  assert.is(readFileSync(motd, 'utf8'), 'bye\n')
  const one = await project.run(['rollback', 'hosts.ts', '--limit', 'is1'], { env })
  assert.is(one.code, 0, one.out + one.err)
  assert.is(readFileSync(motd, 'utf8'), 'hello\n')
  assert.is(readFileSync(join(target, 'is2/motd'), 'utf8'), 'bye\n')
  assert.is((await project.run(['rollback', 'hosts.ts'], { env })).code, 0)
  assert.is(readFileSync(join(target, 'is2/motd'), 'utf8'), 'hello\n')
  const history = await project.run(['history', 'hosts.ts', '--limit', 'is1'], { env })
  assert.match(history.out, /^is1 \| \S+ \| \S+ \| \S+ \| rollback of \S+ \|/)
  await project.run(['rollback', 'hosts.ts'], { env })
  assert.not.ok(existsSync(join(target, 'is1')))
  const none = await project.run(['rollback', 'hosts.ts'], { env })
  assert.is(none.code, 64)
  assert.match(none.err, /no run is kept on these hosts that could be rolled back: see runbook history/)
})

test('a run that nobody keeps, and a file that was changed since, are named', async ({ project, target, env }) => {
  await project.run(['apply', 'hosts.ts', 'motd'], { env })
  const wrong = await project.run(['rollback', 'hosts.ts', '--run', 'nothing'], { env })
  assert.is(wrong.code, 64)
  assert.match(wrong.err, /--run nothing: no such run is kept on these hosts: see runbook history/)
  const motd = join(target, 'is1/motd')
  for (const [words, says] of [
    [['--run', ''], '--run has no id: see runbook history'],
    [['--keep', 'is1/motd'], '--keep is1/motd: give the whole path on the host, as in /etc/app.conf'],
    [['--keep', `${motd}s`], `changed nothing there: did you mean ${motd}?`],
    [['--keep', '/nowhere'], /--keep \/nowhere: \S+ has changed nothing there$/m],
  ] as const) {
    const said = await project.run(['rollback', 'hosts.ts', ...words], { env })
    assert.is(said.code, 64, said.out)
    assert.match(said.err, says)
    assert.ok(existsSync(motd))
  }
  writeFileSync(motd, 'by hand\n')
  const refused = await project.run(['rollback', 'hosts.ts'], { env })
  assert.is(refused.code, 4)
  assert.match(refused.out, /is1 \| refused \| .*\/is1\/motd is no longer what that run left/)
  assert.is(readFileSync(join(target, 'is1/motd'), 'utf8'), 'by hand\n')
  assert.not.ok(existsSync(join(target, 'is2')), 'the other host is rolled back')
  const kept = await project.run(['rollback', 'hosts.ts', '--limit', 'is1', '--keep', `${motd}/`], { env })
  assert.is(kept.code, 0, kept.out + kept.err)
  assert.is(readFileSync(motd, 'utf8'), 'by hand\n')
})

/** A playbook of one play with these steps, as text, which know the `name` of their host. */
const fails = (steps: string) => `import * as v from 'valibot'
import { at, play, playbook } from 'runbook'
import { command, file } from 'runbook/tasks'

export default playbook('fails', {
  vars: v.any(),
  plays: (inventory) => [
    play('words', inventory.group('is'), ({ name }) => [
${steps}    ]),
  ],
})
`

for (const [scope, left] of [
  ['host', true],
  ['play', false],
] as const)
  test(`--rollback-on-failure ${scope}: what did not get through is as it was`, async ({ project, target, env }) => {
    project.write({
      'playbooks/fails.ts': fails(`      file({ path: '${target}/' + name, text: 'new' }),
      ...(name === 'is1' ? [at('is2', file({ path: '${target}/for-is1', text: 'x' }))] : []),
      command({ script: name === 'is1' ? 'exit 3' : 'touch ${target}/done-is2', creates: '${target}/done-' + name, id: 'last' }),
`),
    })
    mkdirSync(target, { recursive: true })
    writeFileSync(join(target, 'is1'), 'old')
    const said = await project.run(['apply', 'hosts.ts', 'fails', '--rollback-on-failure', scope], { env })
    assert.is(said.code, 1, said.out + said.err)
    assert.match(said.err, scope === 'play' ? /rolling back \S+ on is1, is2/ : /rolling back \S+ on is1$/m)
    assert.is(readFileSync(join(target, 'is1'), 'utf8'), 'old')
    assert.equal([existsSync(join(target, 'is2')), existsSync(join(target, 'for-is1'))], [left, left])
    const named = /is2 keeps what was done there for is1: runbook rollback \S+ --run \S+ --limit is2 --dry-run$/m
    assert.is(named.test(said.err), left)
  })

test('journals of hosts that did not get through are read at once', async ({ project, target, env }) => {
  const meets = (name: string, other: string) => `
if [ -e ${target}/failed-is1 ] && [ -e ${target}/failed-is2 ]; then
  touch ${target}/here-${name}
  tries=0
  until [ -e ${target}/here-${other} ]; do tries=$((tries + 1)); [ $tries -lt 600 ] || exit 1; sleep 0.1; done
fi
exec sh`
  const host = (name: string, other: string) =>
    `{ connect: shell(['sh', '-c', ${JSON.stringify(meets(name, other))}]), groups: ['is'] }`
  project.write({
    'meeting.ts': `import { defineInventory, shell } from 'runbook'
export default defineInventory({ hosts: { is1: ${host('is1', 'is2')}, is2: ${host('is2', 'is1')} } })
`,
    'playbooks/fails.ts': fails(`      file({ path: '${target}/' + name, text: 'new' }),
      command({ script: 'touch ${target}/failed-' + name + '; exit 3', creates: '${target}/done', id: 'last' }),
`),
  })
  mkdirSync(target, { recursive: true })
  const said = await project.run(['apply', 'meeting.ts', 'fails', '--rollback-on-failure'], { env })
  assert.is(said.code, 1, said.out + said.err)
  assert.match(said.err, /rolling back \S+ on is[12], is[12]$/m)
  assert.equal([existsSync(join(target, 'is1')), existsSync(join(target, 'is2'))], [false, false])
})

test.run()
