import { join } from 'node:path'
import { Readable } from 'node:stream'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, local, shell } from '../../lib/core/connection.ts'
import { loginPrivilege } from '../../lib/remote/privilege.ts'
import { openSession } from '../../lib/session/session.ts'
import { connect } from '../../lib/transport/connect.ts'
import type { Connection } from '../../lib/transport/transport.ts'
import { failureOf, output } from '../support/channel.ts'
import { type Sshd, startSshd } from '../support/sshd.ts'

interface Context {
  sshd: Sshd
}

const test = suite<Context>('nothing keeps the process', { sshd: await startSshd({ config: 'MaxSessions 1' }) })
test.after(({ sshd }) => sshd.stop())

const ways: readonly { name: string; spec(context: Context): ConnectionSpec }[] = [
  { name: 'local', spec: () => local() },
  { name: 'shell', spec: () => shell(['sh']) },
  { name: 'ssh', spec: ({ sshd }) => sshd.spec() },
]

/** Timers, sockets, pipes and processes that keep this process from its end. */
const held = () => process.getActiveResourcesInfo().filter((name) => name !== 'TTYWrap' && name !== 'Immediate')

/** After so many turns of the event loop all that is on its way out is gone, and no timer has run out. */
async function leavesNothing(act: () => Promise<unknown>) {
  // Each test begins within a timer, which is no longer held a turn later.
  await new Promise((resolve) => setImmediate(resolve))
  const before = held().sort()
  await act()
  for (let turn = 0; turn < 500 && held().length > before.length; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
  }
  assert.equal(held().sort(), before)
}

for (const { name, spec } of ways) {
  test(`after a session on ${name} is closed`, (context) =>
    leavesNothing(async () => {
      const session = await openSession(spec(context))
      assert.is((await session.ask(loginPrivilege, 'echo a', { patience: 60 })).toString(), 'a\n')
      assert.is((await session.ask(loginPrivilege, 'echo b', { patience: 60 })).toString(), 'b\n')
      await session.close()
    }))

  test(`after a session on ${name} whose shell ended by itself is closed`, (context) =>
    leavesNothing(async () => {
      const session = await openSession(spec(context))
      await session.ask(loginPrivilege, 'echo a', { patience: 60 })
      await failureOf(session.ask(loginPrivilege, 'exit 1', { patience: 60 }))
      await session.close()
    }))

  test(`after a program on ${name} has ended, whether or not it is closed then`, (context) =>
    leavesNothing(async () => {
      const connection = await connect(spec(context))
      for (const closing of [false, true]) {
        const channel = await connection.open('exit 3')
        assert.is((await output(channel)).code, 3)
        if (closing) channel.close()
      }
      await connection.close()
    }))
}

const losses: readonly { name: string; lose(connection: Connection, sshd: Sshd): Promise<unknown> }[] = [
  {
    name: 'in the middle of a program',
    async lose(connection, sshd) {
      const channel = await connection.open('echo started; sleep 60')
      await new Promise((resolve) => channel.stdout.once('data', resolve))
      sshd.signalSessions('SIGKILL')
      await failureOf(channel.exit)
    },
  },
  {
    name: 'while a program waits for room',
    async lose(connection, sshd) {
      const channel = await connection.open('echo started; sleep 60')
      await new Promise((resolve) => channel.stdout.once('data', resolve))
      const waiting = failureOf(connection.open('true'))
      await new Promise((resolve) => setImmediate(resolve))
      sshd.signalSessions('SIGKILL')
      await waiting
    },
  },
  {
    name: 'in the middle of an upload',
    async lose(connection, sshd) {
      const size = 20_000_000
      const source = { size, open: () => Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(size / 20))) }
      await failureOf(connection.upload(source, join(sshd.folder, 'big'), () => sshd.signalSessions('SIGKILL')))
    },
  },
]

for (const { name, lose } of losses) {
  test(`after a connection is lost ${name}`, ({ sshd }) =>
    leavesNothing(async () => {
      const connection = await connect(sshd.spec())
      await lose(connection, sshd)
      await connection.closed
    }))
}

test.run()
