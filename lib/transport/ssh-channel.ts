import type { ClientChannel } from 'ssh2'
import type { ProgramCommands } from '../remote/dialect/shell-commands.ts'
import { TransportFault } from './faults.ts'
import type { SshClient } from './ssh-client.ts'
import { pause, within } from './time.ts'
import type { Channel, Connection } from './transport.ts'
import { withoutAnnouncement } from './without-announcement.ts'

/** sshd allows 10 sessions and counts those still closing; more than 5 at once failed now and then when measured. */
const limit = 4

/**
 * Starts programs over one connection, a few at a time; the others wait until one of them has ended. Nobody waits for those
 * that last as long as the connection: they would wait for ever.
 */
export function channelOpener(ssh: SshClient, program: ProgramCommands): Connection['open'] {
  let running = 0
  const waiting: (() => void)[] = []
  const acquire = async () => {
    if (running < limit) running += 1
    else await whileOpen(ssh, new Promise<void>((resolve) => waiting.push(resolve)))
  }
  /** Hands the place on, so that nobody slips in between. */
  const release = () => {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }
  return async (command, { lasts = false } = {}) => {
    if (!lasts) await acquire()
    const done = lasts ? () => {} : release
    const line = program.announced(command)
    try {
      // Listened to within the callback: one packet may bring the start, the output and the end of a short program.
      return await openRetrying<Channel>(ssh, (opened, failed) =>
        ssh.client.exec(line, (error, stream) => {
          if (error) return failed(error)
          stream.once('close', done)
          opened(asChannel(ssh, program, stream))
        }),
      )
    } catch (error) {
      done()
      throw await whyNot(ssh, error)
    }
  }
}

/** A promise that fails when the connection is lost first: requests in flight are then never answered. */
export function whileOpen<T>({ closed }: SshClient, promise: Promise<T>): Promise<T> {
  const lost = closed.then((reason): never => {
    throw reason ?? new TransportFault('ended', 'the connection was closed')
  })
  return Promise.race([promise, lost])
}

/** A host that has too many sessions just now says "open failed"; one that was ended makes room a moment later. */
export async function openRetrying<T>(
  ssh: SshClient,
  open: (opened: (made: T) => void, failed: (error: Error) => void) => unknown,
): Promise<T> {
  const { label } = ssh.settings
  for (let turn = 0; ; turn++) {
    try {
      return await within(
        whileOpen(ssh, new Promise<T>(open)),
        openingLimit,
        () =>
          new TransportFault('timeout', `${label} began no program within ${openingLimit} s: see the log of its sshd`),
      )
    } catch (error) {
      if (!(error instanceof Error) || error instanceof TransportFault) throw error
      if (/^(Not connected|No response from server)$/.test(error.message))
        return whileOpen(ssh, new Promise<never>(() => {}))
      if (!error.message.includes('open failed')) throw error
      if (turn >= 40) {
        throw new TransportFault('refused', `${label} opens no further session: raise MaxSessions in its sshd_config`)
      }
      await pause(Math.min(25 * (turn + 1), 250), ssh.closed)
    }
  }
}

/** Seconds that a host has to begin a program. */
const openingLimit = 30

/** A program fails to begin a moment before its connection is known to be lost: only if that stands is the host's sshd at fault. */
async function whyNot(ssh: SshClient, error: unknown): Promise<Error> {
  if (error instanceof TransportFault) return error
  const message = error instanceof Error ? error.message : String(error)
  const fault = new TransportFault(
    'lost',
    `${ssh.settings.label} began no program (${message}): see the log of its sshd, and what its configuration allows this user`,
  )
  return (await within(ssh.closed, 0.5, () => fault).catch(() => fault)) ?? fault
}

function asChannel(ssh: SshClient, program: ProgramCommands, stream: ClientChannel): Channel {
  let stop: ((status: Ending) => void) | undefined
  let late: NodeJS.Timeout | undefined
  let [settled, closed] = [false, false]
  const { stderr, pid } = withoutAnnouncement(stream.stderr, program.readAnnouncement)
  const ended = new Promise<Ending>((resolve, reject) => {
    stop = resolve
    stream.once('exit', (code: number | null, signal?: string) => resolve({ code, signal: signal ?? null }))
    stream.once('close', () => {
      closed = true
      // The close of the connection, which knows the reason, may be a moment behind.
      if (!settled) late = setTimeout(reject, 500, withoutStatus(ssh))
    })
  })
  const exit = whileOpen(ssh, ended)
  // A timer that is left would keep the process, which ends by itself when nothing is left to wait for.
  const settle = () => {
    settled = true
    clearTimeout(late)
  }
  exit.then(settle, settle)
  stream.on('error', () => {})
  const kill = async (signal: 'TERM' | 'KILL') => {
    const line = program.kill(await pid, signal)
    await openRetrying<void>(ssh, (opened, failed) =>
      ssh.client.exec(line, (error, killer) => {
        if (error) return failed(error)
        killer.resume()
        killer.stderr.resume()
        opened()
      }),
    )
  }
  const close = () => {
    if (closed) return
    stream.end()
    kill('TERM').catch(() => {})
    const over = new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        kill('KILL').then(resolve, () => resolve())
        stream.close()
        stop?.({ code: null, signal: null })
      }, patience)
      stream.once('close', () => {
        clearTimeout(timer)
        resolve()
      })
    })
    ssh.endings.add(over)
    void over.then(() => ssh.endings.delete(over))
  }
  return { stdin: stream, stdout: stream, stderr, exit, close }
}

type Ending = Awaited<Channel['exit']>

/** Milliseconds that a program has to end after TERM. */
const patience = 2000

const withoutStatus = ({ settings }: SshClient) =>
  new TransportFault(
    'lost',
    `${settings.label} ended a program without its status: its session was ended from outside, run again`,
  )
