import { pipeline } from 'node:stream/promises'
import { UploadError } from './faults.ts'
import { openRetrying, whileOpen } from './ssh-channel.ts'
import type { FileClient, SshClient } from './ssh-client.ts'
import type { Connection, UploadSource } from './transport.ts'
import { counted, uploadByCommand } from './upload.ts'

/** Bytes on their way at once: 16 requests of 128 KB, what makes a fast line full. */
const inFlight = 16 * 128 * 1024

/** Files go by SFTP, whose subsystem is started when the first one is due; without it, by a command. */
export function uploader(ssh: SshClient, open: Connection['open']): Connection['upload'] {
  let starting: Promise<FileClient | undefined> | undefined
  return async (source, path, onProgress) => {
    starting ??= startSftp(ssh)
    const files = await starting
    if (files === undefined) return uploadByCommand(open, source, path, onProgress)
    await whileOpen(ssh, put(ssh, source, path, onProgress))
  }
}

async function startSftp(ssh: SshClient): Promise<FileClient | undefined> {
  try {
    ssh.files.sftp = await openRetrying(ssh, (done) => ssh.client.sftp(done))
    return ssh.files
  } catch (error) {
    if (error instanceof Error && /subsystem/.test(error.message)) return undefined
    throw error
  }
}

async function put(ssh: SshClient, source: UploadSource, path: string, onProgress?: (bytes: number) => void) {
  const { files, closed } = ssh
  const body = counted(source, onProgress)
  try {
    await files.delete(path, true)
    const sent = files.put(body, path, { writeStreamOptions: { flags: 'wx', mode: 0o600, highWaterMark: inFlight } })
    sent.catch(() => body.destroy())
    await Promise.all([sent, pipeline(source.open(), body)])
  } catch (error) {
    // A lost connection fails the file a moment before it is known to be lost: only if it stands is the file at fault.
    await Promise.race([closed.then(() => new Promise(() => {})), new Promise((resolve) => setTimeout(resolve, 200))])
    throw new UploadError(`cannot write ${path}: ${error instanceof Error ? error.message : error}`)
  }
}
