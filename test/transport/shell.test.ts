import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type ConnectionSpec, local, shell } from '../../lib/core/connection.ts'
import { connect } from '../../lib/transport/connect.ts'
import { TransportFault, UploadError } from '../../lib/transport/faults.ts'
import type { Connection } from '../../lib/transport/transport.ts'
import { converse, failureOf, output } from '../support/channel.ts'
import { needs } from '../support/debian.ts'

/** Every way to a shell on this machine keeps the same promises, whichever shell is behind it. */
const ways: readonly { name: string; spec: ConnectionSpec }[] = [
  { name: 'local, sh', spec: local() },
  { name: 'local, dash', spec: local({ shell: 'dash' }) },
  { name: 'local, bash', spec: local({ shell: 'bash' }) },
  { name: 'shell, dash', spec: shell(['dash']) },
  { name: 'shell, bash', spec: shell(['bash']) },
  { name: 'shell, busybox sh', spec: shell(['busybox', 'sh']) },
  { name: 'shell, sh behind env', spec: shell(['env', 'A=it is', 'sh']) },
]

interface Context {
  folder: string
}

needs(['dash', 'bash', 'busybox'])
const test = suite<Context>('a shell on this machine', { folder: mkdtempSync(join(tmpdir(), 'runbook-shell-')) })
test.after(({ folder }) => rmSync(folder, { recursive: true, force: true }))

const bytes = Buffer.concat([Buffer.from(Array.from({ length: 256 }, (_, n) => n)), randomBytes(300_000)])
const source = (content: Buffer) => ({ size: content.length, open: () => Readable.from([content]) })

const laws: readonly { law: string; holds(connection: Connection, folder: string): Promise<void> }[] = [
  {
    law: 'output, errors and status come back',
    async holds(connection) {
      const { stdout, stderr, code } = await output(await connection.open(`printf 'a\\nb'; echo "it's" >&2; exit 3`))
      assert.equal({ stdout, stderr, code }, { stdout: 'a\nb', stderr: "it's\n", code: 3 })
    },
  },
  {
    law: 'a command of several lines is one program',
    async holds(connection) {
      const { stdout } = await output(await connection.open('for x in 1 2\ndo\n  echo "$x"\ndone\n'))
      assert.is(stdout, '1\n2\n')
    },
  },
  {
    law: 'bytes pass unchanged both ways',
    async holds(connection) {
      const back = await converse(await connection.open('echo ready; exec cat'), 'ready\n', bytes)
      assert.ok(back.equals(bytes), `${back.length} bytes came back of ${bytes.length}`)
    },
  },
  {
    law: 'a program that is killed says by which signal',
    async holds(connection) {
      const { code, signal } = await output(await connection.open('kill -9 $$'))
      assert.equal({ code, signal }, { code: null, signal: 'SIGKILL' })
    },
  },
  {
    law: 'closing a channel ends its program',
    async holds(connection) {
      const channel = await connection.open('echo started; sleep 60')
      await new Promise((resolve) => channel.stdout.once('data', resolve))
      channel.close()
      assert.is.not((await channel.exit).code, 0)
    },
  },
  {
    law: 'an uploaded file is whole, private, and replaces what was there',
    async holds(connection, folder) {
      const path = join(folder, "it's a file")
      writeFileSync(path, 'old', { mode: 0o644 })
      const progress: number[] = []
      await connection.upload(source(bytes), path, (count) => progress.push(count))
      assert.ok(readFileSync(path).equals(bytes))
      assert.is(statSync(path).mode & 0o777, 0o600)
      assert.is(progress.at(-1), bytes.length)
    },
  },
  {
    law: 'an upload follows nobody’s link',
    async holds(connection, folder) {
      const [path, victim] = [join(folder, 'link'), join(folder, 'victim')]
      writeFileSync(victim, 'untouched')
      rmSync(path, { force: true })
      symlinkSync(victim, path)
      await connection.upload(source(Buffer.from('new')), path)
      assert.is(readFileSync(victim, 'utf8'), 'untouched')
      assert.is(readFileSync(path, 'utf8'), 'new')
    },
  },
  {
    law: 'an upload into a folder that is not there says so',
    async holds(connection, folder) {
      const error = await failureOf(connection.upload(source(bytes), join(folder, 'none', 'file')))
      assert.instance(error, UploadError)
      assert.match(error.message, /none\/file.*(no such file|nonexistent)/i)
    },
  },
  {
    law: 'a source that ends early is no success',
    async holds(connection, folder) {
      const short = { size: 10, open: () => Readable.from([Buffer.from('12345')]) }
      const error = await failureOf(connection.upload(short, join(folder, 'short')))
      assert.match(error.message, /5 bytes in place of 10/)
    },
  },
]

for (const { name, spec } of ways) {
  for (const { law, holds } of laws) {
    test(`${name}: ${law}`, async ({ folder }) => {
      const connection = await connect(spec)
      try {
        await holds(connection, folder)
      } finally {
        await connection.close()
      }
      assert.is(await connection.closed, undefined)
    })
  }
}

const failures: readonly { name: string; spec: ConnectionSpec; says: RegExp }[] = [
  {
    name: 'a program that is not there',
    spec: shell(['no-such-program', 'sh']),
    says: /no-such-program.*(not found|permission denied)/is,
  },
  {
    name: 'a program that complains and ends',
    spec: shell(['sh', '-c', 'echo "Error: No such container: is1" >&2; exit 1']),
    says: /gives no shell: Error: No such container: is1/,
  },
  { name: 'a program that is no shell', spec: shell(['true']), says: /true gives no shell: it ended with status 0/ },
]

for (const { name, spec, says } of failures) {
  test(`${name} is told in its own words`, async () => {
    const error = await failureOf(connect(spec))
    assert.instance(error, TransportFault)
    assert.match(error.message, says)
  })
}

test('a shell that is not there is told when it is first needed', async () => {
  const connection = await connect(local({ shell: 'no-such-shell' }))
  const error = await failureOf(connection.open('true'))
  assert.match(error.message, /cannot start no-such-shell/)
})

test('aborting ends running programs and the connection', async () => {
  const abort = new AbortController()
  const connection = await connect(local(), { signal: abort.signal })
  const channel = await connection.open('echo started; sleep 60')
  await new Promise((resolve) => channel.stdout.once('data', resolve))
  abort.abort()
  assert.is((await channel.exit).signal, 'SIGTERM')
  assert.match((await connection.closed)?.message ?? '', /interrupted/)
})

test('variables of a local spec reach the program', async () => {
  const connection = await connect(local({ env: { GREETING: "it's" } }))
  assert.is((await output(await connection.open('echo "$GREETING"'))).stdout, "it's\n")
  await connection.close()
})

test.run()
