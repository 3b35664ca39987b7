import type { SFTPWrapper } from 'ssh2'
import { Interrupted } from '../core/failure.ts'
import { TransportFault, UploadError } from './faults.ts'
import { openRetrying, whileOpen } from './ssh-channel.ts'
import type { FileClient, SshClient } from './ssh-client.ts'
import { within } from './time.ts'
import type { Connection } from './transport.ts'
import { unlessAborted } from './unless-aborted.ts'
import { type Upload, uploadByCommand } from './upload.ts'

/** 16 requests of 128 KB on their way at once were the fastest when measured. */
const pieceSize = 128 * 1024
const inFlight = 16 * pieceSize
/** What any server takes in one request. */
const inOne = 32 * 1024

/** Files go by SFTP, whose subsystem is started when the first one is due; without it, by a command. */
export function uploader(ssh: SshClient, by: Pick<Connection, 'open' | 'dialect'>): Connection['upload'] {
  let starting: Promise<Files | undefined> | undefined
  return async (source, path, onProgress, from, until) => {
    starting ??= startSftp(ssh)
    const [files, at = 0] = await Promise.all([starting, from])
    const upload = { source, path, onProgress, from: at, until }
    if (files === undefined) return uploadByCommand(by, upload)
    if (until?.aborted) throw new Interrupted()
    await whileOpen(ssh, put(ssh, files, upload))
  }
}

/** `broken` fails when what comes is no SFTP any more: what was asked then is never answered. */
interface Files {
  readonly sftp: SFTPWrapper
  readonly broken: Promise<never>
}

async function startSftp(ssh: SshClient): Promise<Files | undefined> {
  let fail: (error: Error) => void
  const broken = new Promise<never>((_, reject) => {
    fail = reject
  })
  broken.catch(() => {})
  try {
    const opening = openRetrying<SFTPWrapper>(ssh, (opened, failed) =>
      ssh.client.sftp((error, sftp) => {
        if (error) return failed(error)
        sftp.on('error', fail)
        sftp.on('close', () => fail(new Error('the sftp session was closed')))
        opened(sftp)
      }),
    )
    return { sftp: await opening, broken }
  } catch (error) {
    // No subsystem, or one that does not speak SFTP: a start-up file of the login shell may have printed something first.
    if (error instanceof TransportFault) throw error
    const lost = await within(ssh.closed, 0.2, () => new Error('it stands')).catch(() => undefined)
    if (lost) throw lost
    return undefined
  }
}

async function put(ssh: SshClient, { sftp, broken }: Files, upload: Upload) {
  const { path } = upload
  try {
    await Promise.race([send(ssh, sftp, upload), broken])
  } catch (error) {
    if (error instanceof Interrupted) throw error
    // A lost connection fails the file a moment before it is known to be lost: only if it stands is the file at fault.
    const failure = new UploadError(`cannot write ${path}: ${error instanceof Error ? error.message : error}`)
    throw (await within(ssh.closed, 0.2, () => failure)) ?? failure
  }
}

/** By single requests: the write stream of ssh2, and so ssh2-sftp-client's `put`, takes a failed write for success. */
async function send(ssh: SshClient, sftp: SFTPWrapper, upload: Upload) {
  const { path, from, until } = upload
  const open = () => answer<Buffer>((done) => sftp.open(path, from === 0 ? 'wx' : 'r+', { mode: 0o600 }, done))
  const handle = await open().catch(async (error) => {
    if (from !== 0) throw error
    await remove(ssh, sftp, path)
    return open()
  })
  await unlessAborted(pour(sftp, handle, upload), until)
}

async function pour(sftp: SFTPWrapper, handle: Buffer, { source, onProgress, from, until }: Upload) {
  const flying = new Set<Promise<void>>()
  let [sent, arrived] = [from, from]
  const write = async (piece: Buffer, position: number) => {
    await answer<void>((done) =>
      sftp.write(handle, piece, 0, piece.length, position, (error) => done(error ?? undefined)),
    )
    arrived += piece.length
    onProgress?.(arrived)
  }
  for await (const chunk of source.open(from)) {
    if (until?.aborted) return
    for (let at = 0; at < chunk.length; at += pieceSize) {
      const piece: Buffer = chunk.subarray(at, at + pieceSize)
      // One that fails stays, so that the next wait fails with it.
      const written = write(piece, sent).then(() => void flying.delete(written))
      written.catch(() => {})
      flying.add(written)
      sent += piece.length
      while (sent - arrived >= inFlight) await Promise.race(flying)
    }
  }
  const all = Promise.all(flying)
  // More than one request holds goes on when the one before is answered: only then may it be closed.
  if (sent - from > inOne) await all
  await Promise.all([all, answer<void>((done) => sftp.close(handle, (error) => done(error ?? undefined)))])
  if (sent !== source.size) throw new Error(`the source gave ${sent} bytes in place of ${source.size}`)
}

/** Something lies where hardly anything can: a name that nobody could guess. What it takes is loaded only then. */
async function remove(ssh: SshClient, sftp: SFTPWrapper, path: string) {
  const { default: SftpClient } = await import('ssh2-sftp-client')
  const files = new SftpClient('runbook', silent) as unknown as FileClient
  await Object.assign(files, { client: ssh.client, sftp }).delete(path, true)
}

const silent = { error: () => {}, end: () => {}, close: () => {} }

function answer<T>(ask: (done: (error: Error | null | undefined, value: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => ask((error, value) => (error ? reject(error) : resolve(value))))
}
