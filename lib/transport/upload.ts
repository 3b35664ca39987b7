import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Interrupted } from '../core/failure.ts'
import { UploadError } from './faults.ts'
import { lastWords } from './last-words.ts'
import { collect } from './process.ts'
import { within } from './time.ts'
import type { Channel, Connection, UploadSource } from './transport.ts'

const ready = 'runbook: ready for the file'

/** Bytes on their way to a file of a host. */
export interface Upload {
  readonly source: UploadSource
  readonly path: string
  readonly onProgress: ((bytes: number) => void) | undefined
  /** How many of the bytes are there. */
  readonly from: number
  /** Ends it. */
  readonly until: AbortSignal | undefined
}

/**
 * Writes a file through a command of its own. The bytes follow only when the host said that it is ready: a shell that
 * reads its script from a pipe reads ahead, and would swallow the start of them.
 */
export async function uploadByCommand(
  { open, dialect }: Pick<Connection, 'open' | 'dialect'>,
  { source, path, onProgress, from, until }: Upload,
): Promise<void> {
  if (until?.aborted) throw new Interrupted()
  const { receive, receiveMore } = dialect.file
  const channel = await open((from === 0 ? receive : receiveMore)(path, ready))
  const complaint = collect(channel.stderr).catch(() => '')
  try {
    if (await within(isReady(channel), patience, notReady)) {
      // A program that ended takes no more bytes; some transports would wait for it for ever.
      const ended = new AbortController()
      const end = () => ended.abort()
      channel.exit.then(end, end)
      await pipeline(source.open(from), counted(source, onProgress, from), channel.stdin, {
        signal: until === undefined ? ended.signal : AbortSignal.any([ended.signal, until]),
      }).catch((error: Error) => {
        // `cat` may have ended, with all of it, before this side hears that its end was taken: its status decides.
        if (error.name !== 'AbortError') throw error
      })
    }
    if (until?.aborted) throw new Interrupted()
  } catch (error) {
    channel.close()
    await channel.exit
    if (error instanceof Interrupted) throw error
    throw new UploadError(`cannot write ${path}: ${lastWords(await complaint) || String(error)}`)
  }
  channel.stdin.end()
  channel.stdout.resume()
  const { code, signal } = await channel.exit
  if (code !== 0) {
    throw new UploadError(`cannot write ${path}: ${lastWords(await complaint) || `cat ended by ${signal ?? code}`}`)
  }
}

/** Seconds. */
const patience = 30

const notReady = () => new Error(`the host was not ready for it within ${patience} s`)

/** Resolves to false when the output ends without the mark: the reason is then in stderr. */
function isReady({ stdout, exit }: Channel): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let seen = ''
    const onData = (chunk: Buffer) => {
      seen = (seen + chunk).slice(-4096)
      if (seen.includes(ready)) resolve(true)
    }
    stdout.on('data', onData)
    stdout.once('end', () => resolve(false))
    stdout.once('close', () => resolve(false))
    exit.catch(reject)
  })
}

/** Passes bytes on, reports how many, and fails when they are not as many as the source promised. */
export function counted({ size }: UploadSource, onProgress?: (bytes: number) => void, from = 0): Transform {
  let bytes = from
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      onProgress?.(bytes)
      done(null, chunk)
    },
    flush: (done) => done(bytes === size ? null : new Error(`the source gave ${bytes} bytes in place of ${size}`)),
  })
}
