import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ServerChannel } from 'ssh2'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ssh } from '../../lib/core/connection.ts'
import { Interrupted } from '../../lib/core/failure.ts'
import { secret } from '../../lib/core/secret.ts'
import { connect } from '../../lib/transport/connect.ts'
import { UploadError } from '../../lib/transport/faults.ts'
import { startSshServer } from '../support/ssh-server.ts'

/** A server of files that speaks SFTP as it likes: what it answers to each request, by its kind and its number. */
interface Hostile {
  readonly what: string
  answer(channel: ServerChannel, kind: number, id: number): void
  readonly says: RegExp
}

const [init, open, close, write, remove] = [1, 3, 4, 6, 13]
const number = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}
const text = (value: string) => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)])
const packet = (kind: number, ...parts: readonly Buffer[]) => {
  const body = Buffer.concat([Buffer.from([kind]), ...parts])
  return Buffer.concat([number(body.length), body])
}
const status = (id: number, code: number, words = 'ok') => packet(101, number(id), number(code), text(words), text(''))
const evil = '\u001b[2J\u202e$(touch PWNED)\n../../x'

/** What is asked before the deed is answered as it is to be. */
const well = (channel: ServerChannel, kind: number, id: number) => {
  if (kind === init) channel.write(packet(2, number(3)))
  else if (kind === open) channel.write(packet(102, number(id), text('h')))
  else channel.write(status(id, kind === remove ? 2 : 0))
}
const but =
  (deed: number, answer: Hostile['answer']): Hostile['answer'] =>
  (channel, kind, id) =>
    (kind === deed ? answer : well)(channel, kind, id)

const hosts: readonly Hostile[] = [
  {
    what: 'a packet that is longer than any',
    answer: but(open, (channel) => channel.write(number(0x7fffffff))),
    says: /cannot write/,
  },
  { what: 'a packet without a byte', answer: but(open, (channel) => channel.write(number(0))), says: /cannot write/ },
  {
    what: 'a kind of packet that is none',
    answer: but(write, (channel, _, id) => channel.write(packet(77, number(id)))),
    says: /cannot write/,
  },
  {
    what: 'a handle that is longer than its packet',
    answer: but(open, (channel, _, id) => channel.write(packet(102, number(id), number(9999)))),
    says: /cannot write/,
  },
  {
    what: 'an answer to something else',
    answer: but(open, (channel, _, id) => {
      channel.write(status(id + 1000, 0))
      channel.write(packet(105, number(id), number(0)))
    }),
    says: /cannot write/,
  },
  {
    what: 'words that steer a terminal',
    answer: but(write, (channel, _, id) => channel.write(status(id, 4, evil))),
    says: /cannot write/,
  },
  { what: 'its end', answer: but(write, (channel) => channel.close()), says: /cannot write/ },
  {
    what: 'everything thrice',
    answer: (channel, kind, id) => {
      for (let n = 0; n < 3; n++) well(channel, kind, id)
    },
    says: /cannot write|^none$/,
  },
]

const test = suite('a host whose SFTP is not as it is to be')
const folder = mkdtempSync(join(tmpdir(), 'runbook-sftp-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))

/** A server whose SFTP subsystem is the hostile one. Programs are not begun. */
async function serve(answer: Hostile['answer']) {
  const server = await startSshServer(folder, (client) => {
    client.on('session', (accept) => {
      accept().on('subsystem', (take, _refuse, info) => {
        if (info.name !== 'sftp') return
        const channel: ServerChannel = take()
        channel.on('error', () => {})
        let held = Buffer.alloc(0)
        channel.on('data', (chunk: Buffer) => {
          held = Buffer.concat([held, chunk])
          while (held.length >= 9 && held.length >= held.readUInt32BE(0) + 4) {
            answer(channel, held[4] ?? 0, held.readUInt32BE(5))
            held = held.subarray(held.readUInt32BE(0) + 4)
          }
        })
      })
    })
  })
  return { server, spec: ssh('127.0.0.1', { ...server.options, password: secret('p', { value: 'x' }) }) }
}

for (const { what, answer, says } of hosts)
  test(`an upload that is answered by ${what} fails, and nothing else`, async () => {
    const { server, spec } = await serve(answer)
    const connection = await connect(spec)
    const content = randomBytes(300_000)
    const source = { size: content.length, open: () => Readable.from([content]) }
    const error = await connection
      .upload(source, '/tmp/never', () => {})
      .then(
        () => new Error('none'),
        (fault: Error) => fault,
      )
    assert.match(error.message, says)
    if (error.message !== 'none') assert.instance(error, UploadError)
    await connection.close()
    server.close()
  })

test('a small file is two turns: the request to close it waits for no answer, and nobody asks what was there', async () => {
  const asked: number[] = []
  let held = 0
  const { server, spec } = await serve((channel, kind, id) => {
    asked.push(kind)
    if (kind === write) held = id
    else well(channel, kind, id)
    if (kind === close) well(channel, write, held)
  })
  const connection = await connect(spec)
  await connection.upload({ size: 1, open: () => Readable.from([Buffer.from('x')]) }, '/tmp/never')
  assert.equal(asked, [init, open, write, close])
  await connection.close()
  server.close()
})

test('what leads to files is opened while it is not known yet how much of one is there; the file is not', async () => {
  const asked: number[] = []
  let begun = () => {}
  const opened = new Promise<void>((resolve) => {
    begun = resolve
  })
  const { server, spec } = await serve((channel, kind, id) => {
    asked.push(kind)
    well(channel, kind, id)
    if (kind === init) begun()
  })
  const connection = await connect(spec)
  let tell: (from: number) => void = () => {}
  const from = new Promise<number>((resolve) => {
    tell = resolve
  })
  const source = { size: 1, open: () => Readable.from([Buffer.from('x')]) }
  const sent = connection.upload(source, '/tmp/never', () => {}, from)
  await opened
  await (await connect(spec)).close()
  assert.equal(asked, [init])
  tell(0)
  await sent
  assert.equal(asked, [init, open, write, close])
  await connection.close()
  server.close()
})

const failed = (sent: Promise<void>) =>
  sent.then(
    () => undefined,
    (fault: Error) => fault,
  )

test('an interrupt waits until the file is there that was asked for: who takes it away comes after it', async () => {
  const asked: number[] = []
  let answer = () => {}
  let begun = () => {}
  const isAsked = new Promise<void>((resolve) => {
    begun = resolve
  })
  const { server, spec } = await serve((channel, kind, id) => {
    asked.push(kind)
    if (kind !== open) return well(channel, kind, id)
    answer = () => well(channel, kind, id)
    begun()
  })
  const connection = await connect(spec)
  const interrupt = new AbortController()
  const source = { size: 1, open: () => Readable.from([Buffer.from('x')]) }
  let isOver = false
  const sent = failed(connection.upload(source, '/tmp/never', () => {}, undefined, interrupt.signal)).finally(() => {
    isOver = true
  })
  await isAsked
  interrupt.abort()
  await (await connect(spec)).close()
  assert.not.ok(isOver)
  answer()
  assert.instance(await sent, Interrupted)
  assert.equal(asked, [init, open])
  await connection.close()
  server.close()
})

test('an interrupt waits for no bytes of a file that is there, and sends no more of them', async () => {
  const asked: number[] = []
  const interrupt = new AbortController()
  const { server, spec } = await serve((channel, kind, id) => {
    asked.push(kind)
    if (kind === write) interrupt.abort()
    else well(channel, kind, id)
  })
  const connection = await connect(spec)
  const source = {
    size: 50_000_000,
    open: () => Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(1_000_000))),
  }
  assert.instance(
    await failed(connection.upload(source, '/tmp/never', () => {}, undefined, interrupt.signal)),
    Interrupted,
  )
  await connection.close()
  const written = asked.filter((kind) => kind === write).length
  assert.ok(written < 100, `${written} pieces were sent`)
  server.close()
})

test.run()
