import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { play } from '../../lib/core/playbook.ts'
import { connect } from '../../lib/transport/connect.ts'
import { TransportFault } from '../../lib/transport/faults.ts'
import { explain } from '../../lib/transport/ssh-explain.ts'
import { resolveHops } from '../../lib/transport/ssh-settings.ts'
import { file } from '../../tasks/index.ts'
import { failureOf } from '../support/channel.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'
import { type Sshd, startSshd } from '../support/sshd.ts'

interface Context {
  sshd: Sshd
}

const test = suite<Context>('a connection that is lost', { sshd: await startSshd() })
test.after(({ sshd }) => sshd.stop())

test('while programs start: each is a lost connection in words, and never a bug', async ({ sshd }) => {
  for (let turn = 0; turn < 15; turn++) {
    const connection = await connect(sshd.spec())
    const starting = Array.from({ length: 4 }, () => connection.open('sleep 5').then(({ exit }) => exit))
    setTimeout(() => sshd.signalSessions('SIGKILL'), turn)
    for (const started of starting) {
      const error = await failureOf(started)
      assert.instance(error, TransportFault)
      assert.match(
        error.message,
        /^(the connection to .* was lost \((?!.*(Unable|error:|lib\()).*\)|.* began no program)/,
      )
    }
    await connection.close()
  }
})

test('while a run begins: unreachable, and the status says so', async ({ sshd }) => {
  const path = join(scratch('lost'), 'f')
  const timer = setInterval(() => sshd.signalSessions('SIGKILL'), 10)
  const { unreachable, steps } = await runOn({ a: sshd.spec() }, (inventory) => [
    play('p', inventory.group('all'), () => file({ path, text: 'x' })),
  ])
  clearInterval(timer)
  assert.is(unreachable.length, 1)
  assert.not.match(unreachable.join(), /Error:|\n {4}at /)
  assert.equal(steps('a'), ['skipped: the host is unreachable'])
})

for (const message of [
  'error:00000000:lib(0)::reason(0)',
  'Bad packet length: 12',
  'Invalid MAC',
  'Unsupported state or unable to authenticate data',
]) {
  test(`what the ssh library says of garbled bytes is told in words: ${message}`, async ({ sshd }) => {
    const [settings] = await resolveHops(sshd.spec())
    if (settings === undefined) throw new Error('no hop')
    const { message: words } = explain(new Error(message), { settings, via: undefined, offer: undefined })
    assert.match(words, /what it sends cannot be read/)
    assert.not.match(words, message)
  })
}

test('a process that may open no more files says so, with what to do', () => {
  const module = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  const script = `
import { connect } from '${module('../../lib/transport/connect.js')}'
import { local, shell } from '${module('../../lib/core/connection.js')}'
const words = new Set()
for (const spec of [local(), shell(['sh'])]) {
  const open = []
  for (let n = 0; n < 60; n++) {
    try {
      const connection = await connect(spec)
      await connection.open('sleep 60')
      open.push(connection)
    } catch (error) {
      words.add(error.name + ': ' + error.message)
      break
    }
  }
  await Promise.all(open.map((one) => one.close()))
}
console.log([...words].join('\\n'))
process.exit(0)
`
  const said = execFileSync(
    'sh',
    ['-c', 'ulimit -n 80; exec "$0" --input-type=module -e "$1"', process.execPath, script],
    {
      encoding: 'utf8',
    },
  )
  const lines = said.trim().split('\n')
  assert.is(lines.length, 2)
  for (const line of lines)
    assert.match(line, /^TransportFault: .* may open no more files: raise its limit \(ulimit -n\)/)
})

test.run()
