import { randomBytes } from 'node:crypto'
import type { ConnectionSpec } from '../core/connection.ts'
import { Interrupted, Refused, Unreachable } from '../core/failure.ts'
import type { Dialect } from '../remote/dialect.ts'
import { loginPrivilege, type Privilege } from '../remote/privilege.ts'
import { connect } from '../transport/connect.ts'
import { within } from '../transport/time.ts'
import type { Connection, UploadSource } from '../transport/transport.ts'
import { NoAnswer } from './answers.ts'
import { isWorthAsking, type Limits, usualLimits } from './limits.ts'
import { commandOf, openShell, type Shell, type ShellWait } from './shell.ts'
import { uploadAs } from './upload-as.ts'
import { watched } from './watched.ts'

/** An open host: one connection, and one long-lived shell per privilege, opened with the first request to it. */
export interface Session {
  readonly nonce: string
  /** What the host's shells speak. */
  readonly dialect: Dialect
  /** Sends a script that only reads to the shell of a privilege and gives what it printed. */
  ask(privilege: Privilege, script: string, options: AskOptions): Promise<Buffer>
  /** Sends a script that changes the host, and waits until it has ended. `onText` hears what it prints as it comes. */
  carryOut(privilege: Privilege, script: string, onText?: (text: string) => void): Promise<void>
  /** The same for a script that belongs to an upload, and is counted as little as that. */
  withUpload(privilege: Privilege, script: string): Promise<void>
  /** A script that goes with the next request to the shell of a privilege, or with its end: nobody waits for it. It says nothing. */
  withNext(privilege: Privilege, script: string): void
  /** Runs a command beside the shells, as the login user, and waits for its end. A failure says nothing. */
  aside(command: string): Promise<void>
  /** Puts bytes into a new file that whoever has the privilege may read. It is made when `after` is done, and the way there opened meanwhile. */
  upload(
    privilege: Privilege,
    source: UploadSource,
    path: string,
    onProgress: (bytes: number) => void,
    after?: Promise<unknown>,
  ): Promise<void>
  /** Seconds after which an idle shell that holds the host's lock takes this machine for gone. */
  readonly life: number
  /** The shell of a privilege has taken the host's lock: it is told from time to time that this machine is there. */
  hold(privilege: Privilege): void
  /** Whether a shell of this session holds the host's lock. */
  holds(): boolean
  /** What the shell of a privilege is told last, before it is let go. */
  atEnd(privilege: Privilege, script: string): void
  /** Requests so far that had to be answered before the next could be sent, uploads left out. */
  roundTrips(): number
  /**
   * Ends what is idle, and lets go of what still carries out something. Where a shell was to be told something last: whether
   * it has heard it, or why not.
   */
  close(): Promise<'heard' | Error | undefined>
}

export interface AskOptions {
  /** The script holds a secret: then no command line may hold it. */
  readonly isSecret?: boolean
  /** Seconds of silence after which no answer will come. */
  readonly patience: number
  /** Bytes that the answer may have. Default: as many as can be read. */
  readonly most?: number
}

export interface SessionOptions {
  /** Ends the attempt to connect, and whatever only reads; what changes the host lives on, for the running operation to end. */
  readonly signal?: AbortSignal | undefined
  /** Ends all waiting: what changes the host is left running. */
  readonly leave?: AbortSignal | undefined
  readonly limits?: Limits | undefined
}

/** Longest command line, in bytes, in which a first script may travel; else it goes by standard input, one round trip later. */
const commandLimit = 100_000

export async function openSession(spec: ConnectionSpec, options: SessionOptions = {}): Promise<Session> {
  const { signal, leave, limits = usualLimits } = options
  const connection = await connectUntil(spec, signal)
  const { dialect } = connection
  const nonce = randomBytes(16).toString('hex')
  const shells = new Map<string, Promise<Shell>>()
  const asked = new Map<string, number>()
  const last = new Map<string, string>()
  const due = new Map<string, string>()
  let trips = 0
  let held: { readonly key: string; readonly beats: NodeJS.Timeout } | undefined
  let closing: Promise<'heard' | Error | undefined> | undefined

  /** Requests that wait for their answers at the same time are one round trip: each counts on from what had ended before it. */
  async function trip<Value>(request: () => Promise<Value>): Promise<Value> {
    const mine = trips + 1
    try {
      return await request()
    } finally {
      trips = Math.max(trips, mine)
    }
  }

  function open(privilege: Privilege, first: string, wait: ShellWait): Promise<Shell> {
    const no = dialect.become.impossible(privilege)
    if (no) throw new Refused(no)
    return openShell({ connection, privilege, first, wait, nonce, limits, trip })
  }

  /** A question that fell silent has ended its shell: whoever asks next has a new one. */
  async function send(
    privilege: Privilege,
    script: string,
    wait: ShellWait,
    isSecret: boolean,
    counted: typeof trip = trip,
  ): Promise<Buffer> {
    const { key } = privilege
    asked.set(key, (asked.get(key) ?? 0) + 1)
    try {
      return await sendTo(privilege, script, wait, isSecret, counted)
    } catch (error) {
      if (error instanceof NoAnswer) shells.delete(key)
      if (!shells.has(key) && held?.key === key) letGo()
      throw error
    } finally {
      asked.set(key, (asked.get(key) ?? 0) - 1)
    }
  }

  function dueTo(key: string): string[] {
    const found = due.get(key)
    due.delete(key)
    return found === undefined ? [] : [found]
  }

  function letGo() {
    clearInterval(held?.beats)
    held = undefined
  }

  /** A shell that has something to do needs no sign that it is wanted. */
  function beat({ key }: Privilege) {
    if ((asked.get(key) ?? 0) > 0) return
    const wait: ShellWait = { until: undefined, isQuestion: true, patience: limits.opening }
    shells
      .get(key)
      ?.then((shell) => shell.ask(dialect.frame.nothing, wait))
      .catch(() => {})
  }

  /**
   * One that is at work hears its last when it has ended that; with it goes the end of the one that holds the lock, which is waited
   * for. Why it was not heard.
   */
  async function endShell(key: string, isHolder: boolean): Promise<Error | undefined> {
    const script = [...dueTo(key), last.get(key) ?? []].flat().join('\n')
    try {
      const shell = await shells.get(key)
      if (shell === undefined) return script === '' ? undefined : new Unreachable('its shell had ended before')
      const told = script === '' ? undefined : shell.ask(script, { until: leave, isQuestion: false })
      if (isHolder) shell.close()
      const late = () => new Unreachable(`the host said nothing for ${limits.opening} s`)
      if (told !== undefined) await within(told, limits.opening, late)
      // What it still carries out is left to it.
      if (isHolder && !leave?.aborted) await within(shell.ended, limits.aside, late).catch(() => undefined)
      return undefined
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  async function close() {
    const holder = held?.key
    letGo()
    const keys = [...new Set([...due.keys(), ...last.keys(), ...(holder === undefined ? [] : [holder])])]
    const isLast = keys.map((key) => last.has(key))
    const faults = await Promise.all(keys.map((key) => endShell(key, key === holder)))
    for (const opened of shells.values()) void opened.then((shell) => shell.close()).catch(() => {})
    await connection.close()
    return isLast.includes(true)
      ? (faults.find((fault, at) => isLast[at] && fault !== undefined) ?? 'heard')
      : undefined
  }

  async function sendTo(
    privilege: Privilege,
    script: string,
    wait: ShellWait,
    isSecret: boolean,
    counted: typeof trip,
  ): Promise<Buffer> {
    const opened = shells.get(privilege.key)
    if (opened) {
      const shell = await opened
      const all = [...dueTo(privilege.key), script].join('\n')
      return counted(() => shell.ask(all, wait))
    }
    const travels =
      Buffer.byteLength(commandOf(dialect, { privilege, first: script, nonce })) < commandLimit && !isSecret
    // A shell that is only opened has changed nothing yet.
    const first: ShellWait = travels ? wait : { until: wait.until, isQuestion: true, patience: limits.opening }
    const opening = open(privilege, travels ? script : dialect.frame.nothing, first)
    shells.set(privilege.key, opening)
    const shell = await opening
    return travels ? shell.first : counted(() => shell.ask(script, wait))
  }

  const changing: ShellWait = { until: leave, isQuestion: false, silence: limits.silence }
  const withSigns = (script: string) => dialect.frame.withSigns(script, Math.ceil(limits.silence / 4))

  return {
    nonce,
    dialect,
    ask: (privilege, script, { isSecret = false, patience, most }) =>
      send(privilege, script, { until: signal, isQuestion: true, patience, most }, isSecret),
    async carryOut(privilege, script, onText = () => {}) {
      await send(privilege, withSigns(script), { ...changing, onText }, true)
    },
    async withUpload(privilege, script) {
      await send(privilege, withSigns(script), changing, true, (request) => request())
    },
    withNext({ key }, script) {
      due.set(key, [...dueTo(key), script].join('\n'))
    },
    async aside(command) {
      const running = connection.open(dialect.program.withoutInput(command)).then((channel) => channel.exit)
      await within(running, limits.aside, () => new Error('late')).catch(() => undefined)
    },
    upload: (privilege, source, path, onProgress, after) =>
      watched({ path, limit: limits.upload, until: signal, stopping: limits.aside, onProgress }, async (hear) => {
        const direct = privilege.key === loginPrivilege.key || privilege.become?.user === 'root'
        const begin = async () => {
          await after
          if (signal?.aborted) throw new Interrupted()
          return direct && isWorthAsking(source) ? part(connection, source, path) : 0
        }
        if (direct) return connection.upload(source, path, hear, begin(), signal)
        await begin()
        return uploadAs({
          connection,
          privilege,
          nonce,
          source,
          path,
          opening: limits.opening,
          until: signal,
          onProgress: hear,
        })
      }),
    life: limits.life,
    hold(privilege) {
      const beats = setInterval(beat, (limits.life * 1000) / 4, privilege)
      held = { key: privilege.key, beats: beats.unref() }
    },
    holds: () => held !== undefined,
    atEnd: ({ key }, script) => void last.set(key, script),
    roundTrips: () => trips,
    close: () => (closing ??= close()),
  }
}

/** What looks for a part of an upload is loaded with the first large one. */
const part = async (...of: Parameters<typeof import('./part-of.ts').partOf>): Promise<number> =>
  (await import('./part-of.ts')).partOf(...of)

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
