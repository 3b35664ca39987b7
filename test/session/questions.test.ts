import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, local, shell } from '../../lib/core/connection.ts'
import { Interrupted, Unreachable } from '../../lib/core/failure.ts'
import { loginPrivilege } from '../../lib/remote/privilege.ts'
import { NoAnswer } from '../../lib/session/answers.ts'
import { usualLimits } from '../../lib/session/limits.ts'
import { openSession } from '../../lib/session/session.ts'
import { failureOf } from '../support/channel.ts'
import { scratch } from '../support/shells.ts'
import { type Sshd, startSshd } from '../support/sshd.ts'

interface Context {
  sshd: Sshd
}

const test = suite<Context>('a question that is not answered', { sshd: await startSshd() })
test.after(({ sshd }) => sshd.stop())

const ways: readonly { name: string; spec(context: Context): ConnectionSpec }[] = [
  { name: 'local', spec: () => local() },
  { name: 'shell', spec: () => shell(['sh']) },
  { name: 'ssh', spec: ({ sshd }) => sshd.spec() },
]

/** A script that says who it is, and then nothing for long. */
const stuck = (folder: string) => `echo $$ >${folder}/pid; sleep 600; echo never`

/** One that has ended, and that nobody has asked how, is still in the list. */
const isRunning = (folder: string) => {
  const stat = `/proc/${readFileSync(join(folder, 'pid'), 'utf8').trim()}/stat`
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
}

async function gone(folder: string): Promise<void> {
  for (let turn = 0; turn < 3000 && isRunning(folder); turn++) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.not.ok(isRunning(folder), 'it is still running')
}

for (const { name, spec } of ways) {
  test(`${name}: silence ends it, on the host too, and the next question has a new shell`, async (context) => {
    const folder = scratch('stuck')
    const session = await openSession(spec(context))
    assert.is((await session.ask(loginPrivilege, 'echo a', { patience: 60 })).toString(), 'a\n')
    const error = await failureOf(session.ask(loginPrivilege, `echo some; ${stuck(folder)}`, { patience: 5 }))
    assert.ok(error instanceof NoAnswer && error.why === 'silent' && error.begun)
    assert.is(Buffer.from(error.heard).toString(), 'some\n')
    await gone(folder)
    assert.is((await session.ask(loginPrivilege, 'echo b', { patience: 60 })).toString(), 'b\n')
    await session.close()
  })

  test(`${name}: an interrupt ends it at once, on the host too`, async (context) => {
    const folder = scratch('stuck')
    const abort = new AbortController()
    const session = await openSession(spec(context), { signal: abort.signal })
    const asked = failureOf(session.ask(loginPrivilege, stuck(folder), { patience: 600 }))
    while (!existsSync(join(folder, 'pid'))) await new Promise((resolve) => setTimeout(resolve, 20))
    abort.abort()
    assert.instance(await asked, Interrupted)
    await session.close()
    await gone(folder)
  })

  test(`${name}: what changes the host is not ended by it, and is left running where nobody waits`, async (context) => {
    const folder = scratch('left')
    const [abort, leave] = [new AbortController(), new AbortController()]
    const session = await openSession(spec(context), { signal: abort.signal, leave: leave.signal })
    const script = `echo $$ >${folder}/pid; while [ ! -e ${folder}/go ]; do sleep 0.1; done; echo done >${folder}/done`
    const carried = failureOf(session.carryOut(loginPrivilege, script))
    while (!existsSync(join(folder, 'pid'))) await new Promise((resolve) => setTimeout(resolve, 20))
    abort.abort()
    leave.abort()
    assert.instance(await carried, Interrupted)
    await session.close()
    writeFileSync(join(folder, 'go'), '')
    await gone(folder)
    assert.is(readFileSync(join(folder, 'done'), 'utf8'), 'done\n')
  })
}

test('an answer in a thousand pieces is read as one', async () => {
  const session = await openSession(local())
  const script = 'n=0; while [ $n -lt 1000 ]; do printf %01000d $n; n=$((n + 1)); done'
  const answer = await session.ask(loginPrivilege, script, { patience: 60 })
  assert.is(answer.length, 1_000_000)
  assert.is(answer.subarray(-4).toString(), '0999')
  await session.close()
})

test('what changes a host may take longer than silence may; one that hangs while it does is given up', async (context) => {
  const limits = { ...usualLimits, silence: 8 }
  const hangs = ways.map(async ({ name, spec }) => {
    const folder = scratch('hangs')
    const session = await openSession(spec(context), { limits })
    // All that the shell has started stops, as where a container is paused, or a machine.
    const group = `read -r _ _ _ _ g _ </proc/self/stat; echo $g >${folder}/group; kill -s STOP 0`
    const error = await failureOf(session.carryOut(loginPrivilege, group))
    process.kill(-Number(readFileSync(join(folder, 'group'), 'utf8')), 'SIGKILL')
    assert.instance(error, Unreachable, name)
    assert.match(
      error.message,
      /^nothing was heard of the host for 8 s, which says all the while that it is there/,
      name,
    )
    await session.close()
  })
  const works = ways.map(async ({ name, spec }) => {
    const session = await openSession(spec(context), { limits })
    let heard = ''
    await session.carryOut(loginPrivilege, 'sleep 12; echo done', (text) => {
      heard += text
    })
    assert.match(heard, /done/, name)
    await session.close()
  })
  await Promise.all([...hangs, ...works])
})

test.run()
