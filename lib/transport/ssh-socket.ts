import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SshClient } from './ssh-client.ts'
import type { SshSettings } from './ssh-settings.ts'

/** A socket to a host, paused: nothing of it is missed until somebody listens. `attempt` has it before it is connected, to end it. */
export function connectSocket({ host, port }: SshSettings, attempt: { socket?: Duplex }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, autoSelectFamilyAttemptTimeout: 2500 })
    socket.pause()
    attempt.socket = socket
    // Of one that breaks before anybody listens it is read from the socket.
    socket.on('error', reject)
    socket.once('connect', () => resolve(socket))
  })
}

/** A way to a host through another one. */
export function forwardSocket({ client, closed }: SshClient, { host, port }: SshSettings): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    closed.then((reason) => reject(reason ?? new Error('the connection was closed')))
    client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => (error ? reject(error) : resolve(channel)))
  })
}

/** Most bytes that wait to be sent, many times what the windows of all channels let through. */
const mostWaiting = 64 * 1024 * 1024

/**
 * Gives up after three turns without a single byte, or where a host asks and asks, and does not read what it is answered. Turns are
 * counted, not time: this process may itself have slept.
 */
export function watchSocket(socket: Duplex, seconds: number, onEnd: (why: string) => void): void {
  let turns = 0
  socket.on('data', () => {
    turns = 0
  })
  const timer = setInterval(() => {
    turns += 1
    if (turns >= 3) onEnd(`silent for ${Math.round(30 * seconds) / 10} s`)
    else if (socket.writableLength > mostWaiting) onEnd('it does not read what it is sent')
  }, seconds * 1000)
  socket.once('close', () => clearInterval(timer))
}
