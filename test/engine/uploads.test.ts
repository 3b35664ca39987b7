import { createHash, randomBytes } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { SshSpec } from '../../lib/core/connection.ts'
import { play } from '../../lib/core/playbook.ts'
import { directory, file } from '../../tasks/index.ts'
import { type CountingProxy, countingProxy } from '../support/counting-proxy.ts'
import { runOn } from '../support/runs.ts'
import { scratch } from '../support/shells.ts'
import { startSshd } from '../support/sshd.ts'

const test = suite('uploads')

/** A host with locks of its own: who waits for a run of before sends anew what that takes away. */
async function startHost(): Promise<{ readonly proxy: CountingProxy; readonly spec: SshSpec; stop(): Promise<void> }> {
  const sshd = await startSshd({ config: `SetEnv SHLVL=1 RUNBOOK_LOCKS=${scratch('locks')}` })
  const proxy = await countingProxy(sshd.port)
  const knownHosts = join(sshd.folder, 'known_by_proxy')
  const [kind, key] = sshd.hostKey('ed25519').split(' ')
  writeFileSync(knownHosts, `[127.0.0.1]:${proxy.port} ${kind} ${key}\n`)
  return {
    proxy,
    spec: sshd.spec({ port: proxy.port, knownHosts }),
    async stop() {
      await proxy.close()
      await sshd.stop()
    },
  }
}

let host = await startHost()
test.after.each(async () => {
  await host.stop()
  host = await startHost()
})
test.after(() => host.stop())

const megabyte = 1024 * 1024
const size = 12 * megabyte
/** What else a run says to a host: the handshake, questions, scripts, and the headers of what is sent. */
const beside = 400 * 1024

/** Uploads on this machine, which is the host, that begin as these bytes do. Those of others may go meanwhile. */
const left = (bytes: Buffer) =>
  readdirSync('/var/tmp')
    .filter((name) => /^\.runbook-[0-9a-f]{32}$/.test(name))
    .map((name) => join('/var/tmp', name))
    .filter((path) => {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      return size > megabyte && readFileSync(path).subarray(0, 64).equals(bytes.subarray(0, 64))
    })

async function send(files: Readonly<Record<string, string>>) {
  const { steps, unreachable } = await runOn({ a: host.spec }, (inventory) => [
    play('p', inventory.group('group'), () => Object.entries(files).map(([path, from]) => file({ path, from }))),
  ])
  return { steps: steps('a'), unreachable, sent: host.proxy.sent() }
}

function source(): { readonly from: string; readonly bytes: Buffer } {
  const from = join(scratch('uploads'), 'source')
  const bytes = randomBytes(size)
  writeFileSync(from, bytes)
  return { from, bytes }
}

/** A connection that is cut when half of the file is there: what is left of it. */
async function cut(path: string, from: string): Promise<string> {
  host.proxy.cutAfter(size / 2)
  const { unreachable } = await send({ [path]: from })
  host.proxy.cutAfter(undefined)
  assert.is(unreachable.length, 1)
  assert.not.ok(existsSync(path), 'nothing of it is in its place')
  const [part = '', ...others] = left(readFileSync(from))
  assert.equal(others, [])
  assert.is(statSync(part).mode & 0o7777, 0o600)
  return part
}

for (const [age, how] of [
  [0, 'a copy of it is taken, for another run may be at it'],
  [120, 'it is taken over'],
] as const)
  test(`of an upload that was cut ${age} s ago, the next run sends what is missing: ${how}`, async () => {
    const [{ from, bytes }, path] = [source(), join(scratch('sent'), 'file')]
    const part = await cut(path, from)
    const there = statSync(part).size
    assert.ok(there > size / 4, `${there} bytes are there`)
    const then = statSync(part).mtimeMs / 1000 - age
    utimesSync(part, then, then)
    const { steps, sent } = await send({ [path]: from })
    assert.equal(steps, ['changed'])
    assert.ok(readFileSync(path).equals(bytes))
    assert.ok(
      sent > size - there && sent < size - there + beside,
      `${sent} bytes were sent, ${size - there} were missing`,
    )
    if (age > 0) assert.not(existsSync(part))
    rmSync(part, { force: true })
  })

test('what was left is believed by its digest alone: where it is another, all of it is sent', async () => {
  const [{ from, bytes }, path] = [source(), join(scratch('sent'), 'file')]
  const part = await cut(path, from)
  appendFileSync(part, 'x')
  const { steps, sent } = await send({ [path]: from })
  rmSync(part, { force: true })
  assert.equal(steps, ['changed'])
  assert.ok(readFileSync(path).equals(bytes))
  assert.ok(sent > size)
})

test('two steps that need the same are one upload', async () => {
  const [{ from, bytes }, folder] = [source(), scratch('sent')]
  const [one, two] = [join(folder, 'one'), join(folder, 'two')]
  const { steps, sent } = await send({ [one]: from, [two]: from })
  assert.equal(steps, ['changed', 'changed'])
  const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
  assert.is(digest(one), createHash('sha256').update(bytes).digest('hex'))
  assert.is(digest(two), digest(one))
  assert.ok(sent > size && sent < size + beside, `${sent} bytes were sent for ${size}`)
})

test('what was uploaded is like a file that was made there: a folder that passes on its group does', async () => {
  const [{ from }, folder] = [source(), join(scratch('sent'), 'shared')]
  const { steps } = await runOn({ a: host.spec }, (inventory) => [
    play('first', inventory.group('group'), () => directory({ path: folder, group: 'daemon', mode: 0o2755 })),
    play('then', inventory.group('group'), () => file({ path: join(folder, 'file'), from })),
  ])
  assert.equal(steps('a'), ['changed', 'changed'])
  assert.is(statSync(join(folder, 'file')).gid, statSync(folder).gid)
  assert.is(statSync(join(folder, 'file')).mode & 0o7777, 0o644)
})

test.run()
