import { pipeline } from 'node:stream/promises'
import { Interrupted, Refused } from '../core/failure.ts'
import type { Privilege } from '../remote/privilege.ts'
import { UploadError } from '../transport/faults.ts'
import { lastWords } from '../transport/last-words.ts'
import type { Channel, Connection, UploadSource } from '../transport/transport.ts'
import { answerPrompt, promptOf } from './password-prompt.ts'

interface UploadAs {
  readonly connection: Connection
  readonly privilege: Privilege
  readonly nonce: string
  readonly source: UploadSource
  readonly path: string
  /** Seconds of silence until that user's shell is ready. */
  readonly opening: number
  /** Ends it. */
  readonly until: AbortSignal | undefined
  onProgress(bytes: number): void
}

/**
 * Uploads as a user that is neither the login user nor root: through a shell of that user, for nobody else may read it.
 * The file is made anew: others see the command line, and may have put one of their own in its place.
 */
export async function uploadAs({
  connection,
  privilege,
  nonce,
  source,
  path,
  opening,
  until,
  onProgress,
}: UploadAs): Promise<void> {
  const { become, file } = connection.dialect
  const [prompt, mark] = [promptOf(nonce), `${nonce} ready`]
  const channel = await connection.open(become.command(privilege, file.receiveNew(path, mark), prompt))
  const errors = answerPrompt(channel, { privilege, prompt, isPrompt: become.isPrompt })
  const said = { output: '' }
  const ready = await becomesReady(channel, mark, opening, said)
  errors.close()
  const words = lastWords(said.output, errors.words())
  if (ready === 'silent') {
    channel.close()
    throw new Refused(become.silent(privilege, words, opening))
  }
  if (ready === 'ended') throw new Refused(become.refused(privilege, words, privilege.become?.password !== undefined))
  let sent = 0
  const from = source.open()
  from.on('data', (chunk: Buffer) => {
    sent += chunk.length
    onProgress(sent)
  })
  // A program that ended takes no more bytes; its status says why.
  const fault = await pipeline(from, channel.stdin, { ...(until && { signal: until }) }).catch((error: Error) => error)
  if (until?.aborted) channel.close()
  const { code } = await channel.exit
  if (until?.aborted) throw new Interrupted()
  if (code !== 0) throw new UploadError(`the upload of ${path} failed: ${errors.words() || `status ${code}`}`)
  if (fault) throw fault
}

function becomesReady(channel: Channel, mark: string, opening: number, said: { output: string }) {
  return new Promise<'ready' | 'ended' | 'silent'>((resolve) => {
    const silence = setTimeout(resolve, opening * 1000, 'silent')
    const end = (how: 'ready' | 'ended') => {
      clearTimeout(silence)
      resolve(how)
    }
    channel.stderr.on('data', () => silence.refresh())
    channel.stdout.on('data', (chunk: Buffer) => {
      silence.refresh()
      said.output = (said.output + chunk.toString()).slice(-4000)
      if (said.output.includes(mark)) end('ready')
    })
    channel.exit.then(
      () => end('ended'),
      () => end('ended'),
    )
  })
}
