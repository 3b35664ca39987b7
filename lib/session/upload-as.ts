import { pipeline } from 'node:stream/promises'
import { Refused } from '../core/failure.ts'
import { asPrivilege, becomeRefused } from '../remote/posix/become.ts'
import { quote } from '../remote/posix/quote.ts'
import type { Privilege } from '../remote/privilege.ts'
import { UploadError } from '../transport/faults.ts'
import type { Connection, UploadSource } from '../transport/transport.ts'
import { answerPrompt } from './password-prompt.ts'

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
  const prompt = `[${nonce} password]`
  const script = `umask 077; set -C; printf '%s ready\\n' ${nonce}; exec cat >${quote(path)}`
  const channel = await connection.open(asPrivilege(privilege, `sh -c ${quote(script)}`, prompt))
  const errors = answerPrompt(channel, privilege, prompt)
  const ready = new Promise<boolean>((resolve) => {
    let output = ''
    channel.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes(`${nonce} ready`)) resolve(true)
    })
    channel.exit.then(
      () => resolve(false),
      () => resolve(false),
    )
  })
  if (!(await ready))
    throw new Refused(becomeRefused(privilege, errors.words(), privilege.become?.password !== undefined))
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
