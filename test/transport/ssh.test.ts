import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { connect } from '../../lib/transport/connect.ts'
import { TransportFault, UploadError } from '../../lib/transport/faults.ts'
import { converse, failureOf, output } from '../support/channel.ts'
import { type Sshd, startSshd } from '../support/sshd.ts'

interface Context {
  sshd: Sshd
  /** Without the sftp subsystem, and with room for two sessions. */
  bare: Sshd
}

const test = suite<Context>('ssh', {
  sshd: await startSshd(),
  bare: await startSshd({ sftp: false, config: 'MaxSessions 2' }),
})
test.after(async ({ sshd, bare }) => {
  await sshd.stop()
  await bare.stop()
})

const source = (content: Buffer) => ({ size: content.length, open: () => Readable.from(chunks(content)) })
const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex')
function* chunks(content: Buffer) {
  for (let at = 0; at < content.length; at += 65536) yield content.subarray(at, at + 65536)
}

test('a program’s output, errors and status come back', async ({ sshd }) => {
  const connection = await connect(sshd.spec())
  const { stdout, stderr, code } = await output(await connection.open(`printf 'a\\nb'; echo "it's" >&2; exit 3`))
  assert.equal({ stdout, stderr, code }, { stdout: 'a\nb', stderr: "it's\n", code: 3 })
  await connection.close()
  assert.is(await connection.closed, undefined)
})

test('a host is not made to prove keys that nobody asks for', async () => {
  const sshd = await startSshd({ config: 'LogLevel DEBUG1' })
  const connection = await connect(sshd.spec())
  assert.is((await output(await connection.open('echo done'))).stdout, 'done\n')
  await connection.close()
  // What the server says comes after all that the connection was: it is waited for.
  for (let turn = 0; turn < 200 && !/Disconnected from|Received disconnect/.test(sshd.log()); turn++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  const log = sshd.log()
  await sshd.stop()
  assert.match(log, /Accepted publickey/)
  assert.match(log, /Received disconnect/)
  assert.not.match(log, /rtype hostkeys-prove/)
})

test('bytes pass unchanged both ways', async ({ sshd }) => {
  const bytes = Buffer.concat([Buffer.from(Array.from({ length: 256 }, (_, n) => n)), randomBytes(3_000_000)])
  const connection = await connect(sshd.spec())
  const back = await converse(await connection.open('echo ready; exec cat'), 'ready\n', bytes)
  assert.is(digest(back), digest(bytes))
  await connection.close()
})

for (const subsystem of ['sshd', 'bare'] as const) {
  test(`5 MB arrive whole and private (${subsystem})`, async (context) => {
    const { folder } = context[subsystem]
    const connection = await connect(context[subsystem].spec())
    const content = randomBytes(5_000_000)
    const path = join(folder, "it's a file")
    writeFileSync(path, 'old', { mode: 0o644 })
    const progress: number[] = []
    await connection.upload(source(content), path, (bytes) => progress.push(bytes))
    assert.is(digest(readFileSync(path)), digest(content))
    assert.is(statSync(path).mode & 0o777, 0o600)
    assert.is(progress.at(-1), content.length)
    await connection.close()
  })

  test(`an upload into a folder that is not there says so, and the connection lives on (${subsystem})`, async (context) => {
    const connection = await connect(context[subsystem].spec())
    const error = await failureOf(connection.upload(source(randomBytes(5_000_000)), '/no/such/folder/file'))
    assert.instance(error, UploadError)
    assert.match(error.message, /no\/such\/folder\/file.*(no such file|nonexistent)/i)
    assert.is((await output(await connection.open('echo alive'))).stdout, 'alive\n')
    await connection.close()
  })
}

test('a source that ends early is no success', async ({ sshd }) => {
  const connection = await connect(sshd.spec())
  const short = { size: 10, open: () => Readable.from([Buffer.from('12345')]) }
  const error = await failureOf(connection.upload(short, join(sshd.folder, 'short')))
  assert.match(error.message, /5 bytes in place of 10/)
  await connection.close()
})

test('more programs than a host has room for wait their turn', async ({ bare }) => {
  const connection = await connect(bare.spec())
  const all = Array.from({ length: 12 }, async (_, n) => output(await connection.open(`sleep 0.02; echo ${n}`)))
  const answers = await Promise.all(all)
  assert.equal(
    answers.map(({ stdout }) => stdout.trim()),
    Array.from({ length: 12 }, (_, n) => String(n)),
  )
  await connection.close()
})

test('a short program’s status is never missed', async ({ sshd }) => {
  const connection = await connect(sshd.spec())
  for (let turn = 0; turn < 30; turn++) assert.is((await output(await connection.open('exit 5'))).code, 5)
  await connection.close()
})

test('closing a channel ends its program on the host', async ({ sshd }) => {
  const connection = await connect(sshd.spec())
  const channel = await connection.open('trap "echo ended; exit 7" TERM; echo started; while :; do sleep 0.05; done')
  const said: Buffer[] = []
  channel.stdout.on('data', (chunk) => said.push(chunk))
  await new Promise((resolve) => channel.stdout.once('data', resolve))
  channel.close()
  const { code } = await channel.exit
  assert.is(code, 7)
  await connection.close()
})

test('a session that is killed in mid-command is a lost connection, never a success', async ({ sshd }) => {
  const connection = await connect(sshd.spec())
  const channel = await connection.open('echo started; sleep 60')
  await new Promise((resolve) => channel.stdout.once('data', resolve))
  sshd.signalSessions('SIGKILL')
  const error = await failureOf(channel.exit)
  assert.instance(error, TransportFault)
  assert.match(error.message, /the connection to 127\.0\.0\.1 port \d+ was lost/)
  assert.match((await connection.closed)?.message ?? '', /was lost/)
  assert.instance(await failureOf(connection.open('true')), TransportFault)
})

test('a session that is killed in mid-upload is a lost connection', async ({ sshd }) => {
  const connection = await connect(sshd.spec())
  let killed = false
  const onProgress = (bytes: number) => {
    if (killed || bytes < 3_000_000) return
    killed = true
    sshd.signalSessions('SIGKILL')
  }
  const error = await failureOf(
    connection.upload(source(randomBytes(50_000_000)), join(sshd.folder, 'big'), onProgress),
  )
  assert.instance(error, TransportFault)
  assert.match(error.message, /was lost/)
})

test('a host that falls silent is given up after three keep-alive turns', async ({ sshd }) => {
  const connection = await connect(sshd.spec({ keepAlive: 0.3 }))
  const channel = await connection.open('echo started; sleep 60')
  await new Promise((resolve) => channel.stdout.once('data', resolve))
  sshd.signalSessions('SIGSTOP')
  try {
    const error = await failureOf(channel.exit)
    assert.match(error.message, /was lost \(silent for 0\.9/)
  } finally {
    sshd.signalSessions('SIGKILL')
  }
})

test('aborting ends the connection', async ({ sshd }) => {
  const abort = new AbortController()
  const connection = await connect(sshd.spec(), { signal: abort.signal })
  abort.abort()
  assert.match((await connection.closed)?.message ?? '', /interrupted/)
})

test.run()
