import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, local, shell } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { command, file } from '../../tasks/index.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'
import { type Sshd, startSshd } from '../support/sshd.ts'

interface Context {
  sshd: Sshd
}

const test = suite<Context>('what a run leaves running', { sshd: await startSshd() })
test.after(({ sshd }) => sshd.stop())

const ways: readonly { name: string; spec(context: Context): ConnectionSpec }[] = [
  { name: 'local', spec: () => local() },
  { name: 'shell', spec: () => shell(['sh']) },
  { name: 'ssh', spec: ({ sshd }) => sshd.spec() },
]

/** One that has ended, and that nobody has asked how, is still in the list. */
const isRunning = (folder: string) => {
  const stat = `/proc/${readFileSync(join(folder, 'pid'), 'utf8').trim()}/stat`
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
}
const until = async (holds: () => boolean) => {
  for (let turn = 0; turn < 3000 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 20))
}
const kill = (folder: string) => process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')))

for (const { name, spec } of ways) {
  test(`a program that a command starts lives on when the run has ended (${name})`, async (context) => {
    const folder = scratch('daemon')
    const { steps } = await runOn({ a: spec(context) }, (inventory) => [
      play('p', inventory.group('all'), () => [
        command({ script: `nohup sleep 300 >/dev/null 2>&1 & echo $! >${folder}/pid`, creates: join(folder, 'pid') }),
        file({ path: join(folder, 'f'), text: 'x' }),
      ]),
    ])
    assert.equal(steps('a'), ['changed', 'changed'])
    // Long enough for what was sent to it to arrive.
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.ok(isRunning(folder))
    kill(folder)
  })

  test(`whoever waits no longer is told what runs on, where, and it ends as it would have (${name})`, async (context) => {
    const folder = scratch('left')
    const signs = () => readdirSync('/var/tmp').filter((one) => /^\.runbook-[0-9a-f]{32}$/.test(one))
    const before = signs()
    const [stop, leave] = [new AbortController(), new AbortController()]
    const ran = runOn(
      { a: spec(context) },
      (inventory) => [
        play('p', inventory.group('all'), () => [
          file({ path: join(folder, 'before'), text: 'x' }),
          command({
            script: `echo $$ >${folder}/pid; while [ ! -e ${folder}/go ]; do sleep 0.1; done; echo done >${folder}/slow`,
            creates: `${folder}/slow`,
          }),
          file({ path: join(folder, 'after'), text: 'x' }),
        ]),
      ],
      { signal: stop.signal, leave: leave.signal },
    )
    await until(() => existsSync(join(folder, 'pid')))
    stop.abort()
    leave.abort()
    const { steps, unreachable } = await ran
    assert.not.ok(existsSync(join(folder, 'slow')), 'it is not waited for')
    const told = signs().filter((one) => !before.includes(one))
    assert.ok(told.length > 0)
    writeFileSync(join(folder, 'go'), '')
    assert.equal(steps('a'), [
      'changed',
      `failed: left running: the run was ended before it had, and how it ends is not known; run again, which asks for ${folder}/slow`,
      'skipped: interrupted: run again',
    ])
    assert.equal(unreachable, [])
    await until(() => existsSync(join(folder, 'slow')))
    assert.is(readFileSync(join(folder, 'slow'), 'utf8'), 'done\n')
    await until(() => !isRunning(folder))
    assert.not.ok(existsSync(join(folder, 'after')), 'nothing else is begun')
    // Its shell ends a moment after what it was at work on.
    for (let turn = 0; turn < 20 && signs().some((one) => told.includes(one)); turn++)
      await runOn({ a: spec(context) }, (inventory) => [
        play('p', inventory.group('all'), () => file({ path: join(folder, `more${turn}`), text: 'x' })),
      ])
    assert.not.ok(
      signs().some((one) => told.includes(one)),
      'what told it to stop goes with the next run',
    )
  })
}

test('a question is left at once, and its step is not called a failure', async () => {
  const folder = scratch('asked')
  const stop = new AbortController()
  const ran = runOn(
    { a: local() },
    (inventory) => [
      play('p', inventory.group('all'), () => [
        command({ script: ':', unless: `echo $$ >${folder}/pid; sleep 300` }),
        file({ path: join(folder, 'f'), text: 'x' }),
      ]),
    ],
    { signal: stop.signal, mode: 'plan' },
  )
  await until(() => existsSync(join(folder, 'pid')))
  stop.abort()
  assert.equal((await ran).steps('a'), ['skipped: interrupted: run again', 'skipped: interrupted: run again'])
  await until(() => !isRunning(folder))
  assert.not.ok(isRunning(folder))
})

test.run()
