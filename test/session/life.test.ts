import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { local } from '../../lib/core/connection.ts'
import { posix } from '../../lib/remote/posix/index.ts'
import { loginPrivilege } from '../../lib/remote/privilege.ts'
import { usualLimits } from '../../lib/session/limits.ts'
import { openSession, type Session } from '../../lib/session/session.ts'
import { needs } from '../support/debian.ts'
import { scratch } from '../support/shells.ts'

needs(['util-linux'])
const test = suite('a host whose controller is gone')
/** A machine that is slow to say that it is there is not gone: a shell may wait for the next sign some seconds longer. */
const limits = { ...usualLimits, life: 6 }

/** A session whose shell has taken the lock of a host of its own, and has gone on with some work in the same request. */
async function holding(shell: string, work = ':') {
  const locks = scratch('locks')
  const session = await openSession(local({ shell, env: { RUNBOOK_LOCKS: locks } }), { limits })
  const { nonce, dialect, life } = session
  let heard = ''
  const take = dialect.lock.take({ run: 'r', words: 'now ann' }, nonce, life, [])
  await session.carryOut(loginPrivilege, `${take}\n${work}`, (text) => {
    heard += text
  })
  assert.equal(dialect.lock.readTaken(heard, nonce), { taken: true })
  return { session, locks }
}

function isFree(locks: string): boolean {
  if (!existsSync(join(locks, '.runbook-lock'))) return true
  try {
    execFileSync('flock', ['-n', join(locks, '.runbook-lock'), 'true'])
    return true
  } catch {
    return false
  }
}

for (const shell of ['dash', 'bash']) {
  test(`${shell}: one that says nothing more for the stated time loses the host, and leaves nothing`, async () => {
    const { session, locks } = await holding(shell)
    assert.not.ok(isFree(locks))
    while (!isFree(locks)) await sleep(100)
    while (readdirSync(locks).length > 0) await sleep(100)
    await session.close()
  })

  test(`${shell}: what a shell could not take away goes when it is killed, or has nobody to tell anything`, async () => {
    for (const end of ['is killed', 'is not heard'] as const) {
      const locks = scratch('locks')
      const child = spawn(shell, [], {
        env: { ...process.env, RUNBOOK_LOCKS: locks },
        stdio: ['pipe', 'pipe', 'ignore'],
      })
      child.stdin.on('error', () => {})
      child.stdin.write(`${posix.lock.take({ run: 'r', words: 'now ann' }, 'n'.repeat(32), 3, [])}\n`)
      await once(child.stdout, 'data')
      while (readdirSync(locks).length < 3) await sleep(20)
      if (end === 'is killed') child.kill('SIGKILL')
      else {
        child.stdout.destroy()
        child.stdin.write('sleep 0.2; echo\n')
      }
      await once(child, 'exit')
      if (end === 'is not heard') assert.equal(readdirSync(locks), [])
      while (readdirSync(locks).length > 0) await sleep(100)
    }
  })

  test(`${shell}: one that is only idle keeps it, and a long operation does not lose it`, async () => {
    const keeps = async (wait: (session: Session) => Promise<unknown>, work?: string) => {
      const { session, locks } = await holding(shell, work)
      session.hold(loginPrivilege)
      await wait(session)
      assert.not.ok(isFree(locks))
      await session.close()
      while (!isFree(locks)) await sleep(20)
      assert.equal(readdirSync(locks), [])
    }
    await Promise.all([
      keeps(() => sleep(13_000)),
      keeps((session) => session.carryOut(loginPrivilege, 'sleep 13')),
      keeps(async () => {}, 'sleep 13'),
    ])
  })
}

test.run()
