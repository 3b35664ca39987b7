import { pipeline } from 'node:stream/promises'
import { Refused } from '../core/failure.ts'
import type { Privilege } from '../remote/privilege.ts'
import { UploadError } from '../transport/faults.ts'
import type { Connection, UploadSource } from '../transport/transport.ts'
import { answerPrompt, promptOf } from './password-prompt.ts'

interface UploadAs {
  readonly connection: Connection
  readonly privilege: Privilege
  readonly nonce: string
  readonly source: UploadSource
  readonly path: string
  onProgress(bytes: number): void
}

/**
 * Uploads as a user that is neither the login user nor root: through a shell of that user, for nobody else may read it.
 * The file is made anew: others see the command line, and may have put one of their own in its place.
 */
export async function uploadAs({ connection, privilege, nonce, source, path, onProgress }: UploadAs): Promise<void> {
  const { become, file } = connection.dialect
  const [prompt, mark] = [promptOf(nonce), `${nonce} ready`]
  const channel = await connection.open(become.command(privilege, file.receiveNew(path, mark), prompt))
  const errors = answerPrompt(channel, { privilege, prompt, isPrompt: become.isPrompt })
  const ready = new Promise<boolean>((resolve) => {
    let output = ''
    channel.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes(mark)) resolve(true)
    })
    channel.exit.then(
      () => resolve(false),
      () => resolve(false),
    )
  })
  if (!(await ready))
    throw new Refused(become.refused(privilege, errors.words(), privilege.become?.password !== undefined))
  let sent = 0
  const from = source.open()
  from.on('data', (chunk: Buffer) => {
    sent += chunk.length
    onProgress(sent)
  })
  // A program that ended takes no more bytes; its status says why.
  const fault = await pipeline(from, channel.stdin).catch((error: Error) => error)
  const { code } = await channel.exit
  if (code !== 0) throw new UploadError(`the upload of ${path} failed: ${errors.words() || `status ${code}`}`)
  if (fault) throw fault
}
