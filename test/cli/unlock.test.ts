import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { needs } from '../support/debian.ts'
import { testShells } from '../support/shells.ts'
import { newProject, type Project } from './command.ts'

interface Context {
  project: Project
  target: string
  env: Record<string, string>
}

needs(['bsdutils'])
const test = suite<Context>('unlocking a host')
test.before.each((context) => {
  context.target = mkdtempSync(join(tmpdir(), 'runbook-unlock-'))
  context.env = { RUNBOOK_LOCKS: context.target, RUNBOOK_JOURNAL: join(context.target, 'state/journal') }
})
test.after.each(({ project, target }) => {
  project.remove()
  rmSync(target, { recursive: true, force: true })
})

const hosts = (options: object) => `import { defineInventory, local } from 'runbook'
export default defineInventory({ hosts: { web1: { connect: local(${JSON.stringify(options)}) } } })
`
const playbook = (target: string, more = '') => `import { command, play, playbook } from 'runbook'
import * as v from 'valibot'
export default playbook('site', {
  vars: v.object({}),
  plays: (inventory) => [play('p', inventory.group('all'), () => [
    command({ script: 'echo $$ >${target}/pid; sleep 300; :', creates: '/nowhere/at/all'${more} }),
  ])],
})
`
const until = async (holds: () => boolean) => {
  for (let turn = 0; turn < 3000 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 20))
}
/** Its shell has begun, and what it waits for. */
const isUnderWay = (target: string) => {
  const pid = existsSync(join(target, 'pid')) ? readFileSync(join(target, 'pid'), 'utf8').trim() : ''
  return pid !== '' && readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim() !== ''
}
const isRunning = (target: string) => {
  const stat = `/proc/${readFileSync(join(target, 'pid'), 'utf8').trim()}/stat`
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
}

// BusyBox has no `flock` here, so that nobody holds its lock.
for (const { name, spec } of testShells().slice(0, 2))
  test(`${name}: it is said who acts there, and what is done; it ends only where that is wanted`, async (context) => {
    const { target, env } = context
    const project = newProject({ 'hosts.ts': hosts(spec.options ?? {}), 'site.ts': playbook(target) })
    context.project = project
    const ran = project.run(['apply', 'hosts.ts', './site.ts'], { env })
    await until(() => isUnderWay(target))
    const asked = await project.run(['unlock', 'hosts.ts', 'web1'], { env })
    assert.match(
      asked.out,
      /^web1: \S+@\S+: apply site acts here since \d{4}-\S+Z\n {2}it carries out: sh -c echo .*; sleep 300; : sh\n {2}it carries out: sleep 300\n$/,
    )
    assert.is(asked.err, 'runbook: unlock asks before it ends anything: say --yes where nobody can answer\n')
    assert.equal([asked.code, isRunning(target)], [64, true])
    const { out, code } = await project.run(['unlock', 'hosts.ts', 'web1', '--yes'], { env })
    assert.match(out, /\nweb1: ended; how far it came is not known: run again\n$/)
    assert.equal([code, isRunning(target)], [0, false])
    assert.match((await ran).out, /started; how it ended is not known/)
    const free = await project.run(['unlock', 'hosts.ts', 'web1', '--yes'], { env })
    assert.equal([free.out, free.code], ['web1: nobody acts here\n', 0])
  })

for (const { name, spec } of testShells())
  test(`${name}: what runs on by itself is ended, too`, async (context) => {
    const { target, env } = context
    const project = newProject({
      'hosts.ts': hosts(spec.options ?? {}),
      'site.ts': playbook(target, ", detached: { within: '1h' }"),
    })
    context.project = project
    const ran = project.run(['apply', 'hosts.ts', './site.ts'], {
      env,
      started: (child) => void until(() => isUnderWay(target)).then(() => child.kill('SIGKILL')),
    })
    await ran
    // The shell of the run itself has nobody to listen to, and ends.
    await until(() => !readdirSync(target).some((name) => /^\.runbook-lock-[0-9a-f]{12}$/.test(name)))
    assert.ok(isRunning(target))
    const { out } = await project.run(['unlock', 'hosts.ts', 'web1', '--yes'], { env })
    assert.match(
      out,
      /^web1: \S+: apply site acts here since \S+\n {2}it carries out: sh -c echo .*; sleep 300; : sh\n {2}it carries out: sleep 300\nweb1: ended/,
    )
    assert.not.ok(isRunning(target))
  })

test('on a terminal it asks, and no is no', async (context) => {
  const { target, env } = context
  const project = newProject({ 'hosts.ts': hosts({}), 'site.ts': playbook(target) })
  context.project = project
  const ran = project.run(['apply', 'hosts.ts', './site.ts'], { env })
  await until(() => isUnderWay(target))
  const answered = (word: string) =>
    new Promise<{ said: string; code: number | null }>((resolve) => {
      const main = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))
      const child = spawn('script', ['-qec', `${process.execPath} ${main} unlock hosts.ts web1`, '/dev/null'], {
        cwd: project.folder,
        env: { ...process.env, ...env },
      })
      let said = ''
      child.stdout.on('data', (chunk) => {
        if (!said.includes('[y/N]') && `${said}${chunk}`.includes('[y/N]')) child.stdin.write(`${word}\n`)
        said += chunk
      })
      child.on('close', (code) => resolve({ said, code }))
    })
  const no = await answered('')
  assert.match(no.said, /End this, with all that it carries out\? \[y\/N\][\s\S]*web1: left as it is/)
  assert.equal([no.code, isRunning(target)], [4, true])
  assert.is((await answered('y')).code, 0)
  assert.not.ok(isRunning(target))
  await ran
})

test('who writes down the program of another user does not have it ended', async (context) => {
  const { target, env } = context
  context.project = newProject({ 'hosts.ts': hosts({}) })
  const other = spawn('sleep', ['300'])
  const planted = join(target, '.runbook-lock-0123456789ab')
  writeFileSync(planted, `${other.pid}\nx\nroot@here: apply site acts here since ever\n`)
  chownSync(planted, 65534, 65534)
  const { out, code } = await context.project.run(['unlock', 'hosts.ts', 'web1', '--yes'], { env })
  assert.equal([out, code, other.exitCode ?? other.signalCode], ['web1: nobody acts here\n', 0, null])
  other.kill()
})

test('a program that has the number of a run that is gone, as after a power cut, is not ended', async (context) => {
  const { target, env } = context
  context.project = newProject({ 'hosts.ts': hosts({}) })
  const other = spawn('sleep', ['300'])
  writeFileSync(
    join(target, '.runbook-lock-0123456789ab'),
    `${other.pid}\nx\nann@one: apply site acts here since ever\n1\n`,
  )
  const { out, code } = await context.project.run(['unlock', 'hosts.ts', 'web1', '--yes'], { env })
  assert.equal([out, code, other.exitCode ?? other.signalCode], ['web1: nobody acts here\n', 0, null])
  other.kill()
})

test('a host that is none, and one that cannot be reached', async (context) => {
  const project = newProject({
    'hosts.ts': `import { defineInventory, shell } from 'runbook'
export default defineInventory({ hosts: { web1: { connect: shell(['false']) } } })
`,
  })
  context.project = project
  const none = await project.run(['unlock', 'hosts.ts', 'web2'])
  assert.equal([none.code, none.err], [64, 'runbook: "web2" is no host: did you mean web1?\n'])
  const gone = await project.run(['unlock', 'hosts.ts', 'web1'])
  assert.is(gone.code, 3)
  assert.match(gone.out, /^web1: false gives no shell/)
})

test.run()
