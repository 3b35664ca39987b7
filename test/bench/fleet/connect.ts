// Takes the place of lib/transport/connect.ts in the process of a simulated fleet (redirect.ts): under the engine, nothing
// else is another.
import { PassThrough, Writable } from 'node:stream'
import type { ConnectionSpec } from '../../../lib/core/connection.ts'
import { posix } from '../../../lib/remote/posix/index.ts'
import { TransportFault } from '../../../lib/transport/faults.ts'
import { connectLocal } from '../../../lib/transport/local.ts'
import type { Channel, Connection, ConnectOptions } from '../../../lib/transport/transport.ts'
import { answerAs, nonceIn, type Recorded } from './exchange.ts'
import type { Kind } from './fleet.ts'

/** What the process knows of its hosts. */
export const simulated = {
  latency: 0,
  /** By kind, what is said. */
  recorded: new Map<Kind, Recorded>(),
  /** Milliseconds that the simulation itself has taken. */
  taken: 0,
  /** Where what a real host says is written down. */
  recording: undefined as { nonce: string; channels: Buffer[][] } | undefined,
}

export async function connect(spec: ConnectionSpec, options: ConnectOptions = {}): Promise<Connection> {
  if (spec.kind !== 'local') throw new Error(`a fleet has no host of kind ${spec.kind}`)
  const { name = '', kind = 'fine' } = spec.options.env ?? {}
  if (simulated.recording !== undefined)
    return recordingConnection(await connectLocal(spec, { ...options, dialect: posix }))
  await wait()
  if (kind === 'closed') throw new TransportFault('refused', `${name} refuses the connection`)
  return simulatedConnection(name, kind as Kind)
}

const wait = () => new Promise<void>((resolve) => setTimeout(resolve, simulated.latency))

function recordingConnection(connection: Connection): Connection {
  return {
    ...connection,
    async open(command, options) {
      const channel = await connection.open(command, options)
      const { recording } = simulated
      if (recording === undefined) return channel
      if (!/start\\n/.test(command)) throw new Error(`a fleet cannot say what this asks: ${command.slice(0, 200)}`)
      recording.nonce = nonceIn(command)
      const mark = Buffer.from(posix.frame.endMark(recording.nonce))
      const answers: Buffer[] = []
      let held = Buffer.alloc(0)
      recording.channels.push(answers)
      channel.stdout.on('data', (chunk: Buffer) => {
        held = Buffer.concat([held, chunk])
        for (let at = held.indexOf(mark); at >= 0; at = held.indexOf(mark)) {
          answers.push(held.subarray(0, at + mark.length))
          held = held.subarray(at + mark.length)
        }
      })
      return channel
    },
  }
}

function simulatedConnection(name: string, kind: Kind): Connection {
  const recorded = simulated.recorded.get(kind) ?? simulated.recorded.get('fine')
  if (recorded === undefined) throw new Error('nothing was recorded')
  let opened = 0
  let leave = () => {}
  const closed = new Promise<undefined>((resolve) => (leave = () => resolve(undefined)))
  return {
    dialect: posix,
    closed,
    close: async () => leave(),
    async upload(source, _, onProgress) {
      await wait()
      for await (const chunk of source.open()) onProgress?.(chunk.length)
    },
    async open(command) {
      await wait()
      return simulatedChannel(command, { name, kind, recorded, answers: recorded.channels[opened++] ?? [] })
    },
  }
}

interface Voice {
  readonly name: string
  readonly kind: Kind
  readonly recorded: Recorded
  readonly answers: readonly Buffer[]
}

function simulatedChannel(command: string, { name, kind, recorded, answers }: Voice): Channel {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const nonce = nonceIn(command)
  let asked = 0
  let end: Channel['exit'] extends Promise<infer End> ? (ended: End) => void : never = () => {}
  let lose: (error: Error) => void = () => {}
  const exit: Channel['exit'] = new Promise((resolve, reject) => {
    end = resolve
    lose = reject
  })
  exit.catch(() => {})
  const answer = async (request: string) => {
    await wait()
    const from = performance.now()
    const said = request.includes(nothing) ? undefined : answers[asked++]
    const words = said === undefined ? emptyAnswer(nonce) : answerAs(said, recorded, name, nonce)
    simulated.taken += performance.now() - from
    if (kind === 'nonsense') {
      stdout.end('Please change your password first.\n')
      end({ code: 1, signal: null })
    } else if (kind === 'lost') {
      stdout.end(words.subarray(0, words.length >> 1))
      lose(new TransportFault('lost', `${name} was lost`))
    } else stdout.write(words)
  }
  void answer(command)
  const stdin = new Writable({
    write(chunk, _, done) {
      void answer(String(chunk))
      done()
    },
    final(done) {
      stdout.end()
      end({ code: 0, signal: null })
      done()
    },
  })
  return { stdin, stdout, stderr: stderr.end(), exit, close: () => end({ code: null, signal: null }) }
}

/** Says that this machine is there, which a run does whenever it takes long. */
const nothing = `\n{\n${posix.frame.nothing}\n}`

const emptyAnswer = (nonce: string) => Buffer.from(posix.frame.startMark(nonce) + posix.frame.endMark(nonce))
