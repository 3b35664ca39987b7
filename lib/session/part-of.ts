import { createHash } from 'node:crypto'
import { collect } from '../transport/process.ts'
import { within } from '../transport/time.ts'
import type { Connection, UploadSource } from '../transport/transport.ts'
import { randomEnd } from './limits.ts'

/** Seconds that a host has to tell what is there. Who does not tell gets all of it. */
const patience = 60

/**
 * How many bytes of an upload an earlier one has left on the host, as far as they are the first of these: they lie at the path
 * then.
 */
export const partOf = (connection: Connection, source: UploadSource, path: string): Promise<number> =>
  within(lookFor(connection, source, path), patience, () => new Error('late')).catch(() => 0)

async function lookFor({ open, dialect }: Connection, source: UploadSource, path: string): Promise<number> {
  const channel = await open(dialect.program.withoutInput(dialect.file.takePart(path, randomEnd)))
  channel.stderr.resume()
  const [said] = await Promise.all([collect(channel.stdout), channel.exit])
  const [, bytes = '', sha256 = ''] = /^(\d{1,15}) ([0-9a-f]{64})\b/.exec(said) ?? []
  const count = Number(bytes)
  if (count === 0 || count > source.size) return 0
  return (await digestOfFirst(source.open(), count)) === sha256 ? count : 0
}

async function digestOfFirst(bytes: ReturnType<UploadSource['open']>, count: number): Promise<string> {
  const hash = createHash('sha256')
  let left = count
  for await (const chunk of bytes) {
    hash.update((chunk as Buffer).subarray(0, left))
    left -= (chunk as Buffer).length
    if (left <= 0) break
  }
  return hash.digest('hex')
}
