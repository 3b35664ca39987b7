import type { Readable, Writable } from 'node:stream'
import type { ConnectionSpec } from '../core/connection.ts'
import type { Dialect } from '../remote/dialect.ts'

/** Opens a connection to a host. Throws `Unreachable` (with what to type) when it cannot, within the time-out. */
export type Connect<Spec extends ConnectionSpec = ConnectionSpec> = (
  spec: Spec,
  options: ConnectOptions & { readonly dialect: Dialect },
) => Promise<Connection>

export interface ConnectOptions {
  /** Aborting ends the attempt, or the connection. */
  readonly signal?: AbortSignal
}

/** An open way to one host. Everything above this interface is the same for ssh, local and shell. */
export interface Connection {
  /** What the host's shell speaks. */
  readonly dialect: Dialect
  /**
   * Starts a command of that dialect on the host and gives its standard streams. The command line is visible to the host's
   * other users: no secret may be in it. Waits for no answer of the program itself. Over SSH the fifth program waits
   * until one of four has ended, those left out that last as long as the connection.
   *
   * A program that is given input prints something first, and its caller writes only then: a shell that was given the
   * command on its standard input may have read ahead.
   */
  open(command: string, options?: { readonly lasts?: boolean }): Promise<Channel>
  /**
   * Copies bytes to a new file on the host, made with mode 0600, as the login user. An existing file or link is
   * replaced; where the first bytes are there (`from` says how many, and is looked up meanwhile), only the rest is sent.
   * Throws `UploadError` when the file is at fault, `Unreachable` when the host is, `Interrupted` after `until`: as soon as
   * nothing is on its way any more that would make the file.
   */
  upload(
    source: UploadSource,
    path: string,
    onProgress?: (bytes: number) => void,
    from?: Promise<number>,
    until?: AbortSignal,
  ): Promise<void>
  /** Settles, with the reason when there was one, as soon as the connection is gone. Never rejects. */
  readonly closed: Promise<Error | undefined>
  /** Lets all programs go: what they carry out, or have left running, is not ended by this. */
  close(): Promise<void>
}

export interface UploadSource {
  /** Bytes in all. */
  readonly size: number
  /** What the same bytes are called from run to run, where what has come of them is of use to the next. */
  readonly name?: string
  /** Reads them, from one of them on. */
  open(from?: number): Readable
}

export interface Channel {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /**
   * How the program ended; what it said may still be on its way, so read both outputs to their end. Rejects with
   * `Unreachable` when the connection went away first: a missing exit status is never taken for success. Both are null
   * when the program was closed and nothing more was heard of it.
   */
  readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null }>
  /** Ends the program and what it started, by TERM and after two seconds by KILL, and frees the channel. */
  close(): void
}
