import type { Channel } from '../../lib/transport/transport.ts'

export interface Output {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
  readonly signal: string | null
}

/** Gives a program no input and waits for all that it says. */
export async function output(channel: Channel): Promise<Output> {
  channel.stdin.end()
  const [stdout, stderr, exit] = await Promise.all([all(channel.stdout), all(channel.stderr), channel.exit])
  return { stdout: stdout.toString(), stderr: stderr.toString(), ...exit }
}

/** Waits for a program's first words, then sends it bytes, and gives what follows the words. */
export async function converse(channel: Channel, words: string, bytes: Buffer): Promise<Buffer> {
  channel.stderr.resume()
  const chunks: Buffer[] = []
  let sent = false
  for await (const chunk of channel.stdout) {
    chunks.push(chunk)
    if (!sent && Buffer.concat(chunks).includes(words)) {
      sent = true
      channel.stdin.end(bytes)
    }
  }
  return Buffer.concat(chunks).subarray(words.length)
}

/** The error that a promise fails with; that it does not fail is itself a failure. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
  throw new Error('should have failed')
}

async function all(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
