import { randomBytes } from 'node:crypto'
import type { ConnectionSpec } from '../core/connection.ts'
import { Refused } from '../core/failure.ts'
import type { Dialect } from '../remote/dialect.ts'
import { loginPrivilege, type Privilege } from '../remote/privilege.ts'
import { connect } from '../transport/connect.ts'
import type { Connection, UploadSource } from '../transport/transport.ts'
import { commandOf, openShell, type Shell } from './shell.ts'
import { uploadAs } from './upload-as.ts'

/** An open host: one connection, and one long-lived shell per privilege, opened with the first request to it. */
export interface Session {
  readonly nonce: string
  /** What the host's shells speak. */
  readonly dialect: Dialect
  /** Sends a script to the shell of a privilege and gives what it printed. `onText` hears it as it comes. */
  ask(privilege: Privilege, script: string, options?: AskOptions): Promise<Buffer>
  /** Runs a command beside the shells, as the login user, and waits for its end. A failure says nothing. */
  aside(command: string): Promise<void>
  /** Puts bytes into a new file that whoever has the privilege may read. */
  upload(privilege: Privilege, source: UploadSource, path: string, onProgress: (bytes: number) => void): Promise<void>
  /** Requests so far that had to be answered before the next could be sent, uploads left out. */
  roundTrips(): number
  close(): Promise<void>
}

export interface AskOptions {
  /** The script holds a secret: then no command line may hold it. */
  readonly isSecret?: boolean
  onText?(text: string): void
}

/** Longest command line, in bytes, in which a first script may travel; else it goes by standard input, one round trip later. */
const commandLimit = 100_000

export async function openSession(spec: ConnectionSpec, signal: AbortSignal | undefined): Promise<Session> {
  const connection = await connectUntil(spec, signal)
  const { dialect } = connection
  const nonce = randomBytes(16).toString('hex')
  const shells = new Map<string, Promise<Shell>>()
  let trips = 0

  /** Requests that wait for their answers at the same time are one round trip: each counts on from what had ended before it. */
  async function trip<Value>(request: () => Promise<Value>): Promise<Value> {
    const mine = trips + 1
    try {
      return await request()
    } finally {
      trips = Math.max(trips, mine)
    }
  }

  function open(privilege: Privilege, first: string): Promise<Shell> {
    const no = dialect.become.impossible(privilege)
    if (no) throw new Refused(no)
    return openShell({ connection, privilege, first, nonce, trip })
  }

  return {
    nonce,
    dialect,
    async ask(privilege, script, { isSecret = false, onText } = {}) {
      const opened = shells.get(privilege.key)
      if (opened) {
        const shell = await opened
        return trip(() => shell.ask(script, onText))
      }
      const travels =
        Buffer.byteLength(commandOf(dialect, { privilege, first: script, nonce })) < commandLimit && !isSecret
      const opening = open(privilege, travels ? script : dialect.frame.nothing)
      shells.set(privilege.key, opening)
      const shell = await opening
      return travels ? shell.first : trip(() => shell.ask(script, onText))
    },
    async aside(command) {
      const channel = await connection.open(dialect.program.withoutInput(command)).catch(() => undefined)
      await channel?.exit.catch(() => undefined)
    },
    upload(privilege, source, path, onProgress) {
      const direct = privilege.key === loginPrivilege.key || privilege.become?.user === 'root'
      return direct
        ? connection.upload(source, path, onProgress)
        : uploadAs({ connection, privilege, nonce, source, path, onProgress })
    },
    roundTrips: () => trips,
    close: () => connection.close(),
  }
}

/** The signal ends the attempt to connect; a connection that is there lives on, for the running operation to finish. */
async function connectUntil(spec: ConnectionSpec, signal: AbortSignal | undefined): Promise<Connection> {
  const attempt = new AbortController()
  const onAbort = () => attempt.abort()
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort)
  try {
    return await connect(spec, { signal: attempt.signal })
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}
