import type { Duplex } from 'node:stream'
import ssh2, { type AnyAuthMethod } from 'ssh2'
import { checkHostKey, type readKnown } from './host-key.ts'
import { knownFirst } from './ssh-algorithms.ts'
import { type Attempts, authMethods, denied } from './ssh-auth.ts'
import type { SshClient } from './ssh-client.ts'
import { connectionLost, type Stage } from './ssh-explain.ts'
import { type HostOffer, hearOffer } from './ssh-offer.ts'
import type { SshSettings } from './ssh-settings.ts'
import { watchSocket } from './ssh-socket.ts'
import { within } from './time.ts'
import { withoutProofs } from './without-proofs.ts'

/** An attempt to connect, as far as it has come. */
export interface Attempt {
  stage: Stage
  /** Held from its first moment, so that a late attempt leaves nothing behind. */
  socket?: Duplex
  abandoned?: true
  /** What the host has offered so far. */
  offer?: () => HostOffer
}

interface Given {
  readonly settings: SshSettings
  readonly known: Awaited<ReturnType<typeof readKnown>>
  readonly attempt: Attempt
}

/** A client that is let in, over a socket that is connected. Where it is paused, the library reads on once it listens. */
export async function clientOver(socket: Duplex, { settings, known, attempt }: Given): Promise<SshClient> {
  const { hostKey, user, keepAlive, algorithms } = settings
  const client = new ssh2.Client()
  client.setMaxListeners(0)
  const attempts: Attempts = { offered: [], unusable: [], asked: [] }
  const methods = authMethods(settings, attempts)
  let fault: Error | undefined
  const nextOffer = async (accepted: readonly string[] | null): Promise<AnyAuthMethod> => {
    const { value, done } = await methods.next()
    if (done) throw denied(settings, attempts, accepted ?? [])
    const { method, label } = value
    // Before its first answer a host has not said what it accepts.
    if (accepted?.includes(method.type === 'agent' ? 'publickey' : method.type) === false) return nextOffer(accepted)
    attempts.offered.push(label)
    return method
  }

  const ready = new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) => {
      fault ??= error instanceof Error ? error : new Error(String(error))
      reject(fault)
      socket.destroy()
    }
    client.on('ready', resolve)
    client.on('handshake', () => {
      attempt.stage = 'authentication'
    })
    client.on('error', (error) => {
      // A key that the agent will not sign with is one method less, not the end.
      if (error.level === 'agent') attempts.unusable.push(`a key of the agent: ${error.message}`)
      else fail(error)
    })
    client.on('close', () => reject(fault ?? new Error('the connection was closed')))
    attempt.stage = 'key exchange'
    client.connect({
      sock: socket,
      username: user,
      readyTimeout: 0,
      keepaliveInterval: keepAlive * 1000,
      // Silence is judged below, by any byte that arrives: the answers wait behind the data of a busy connection.
      keepaliveCountMax: Number.MAX_SAFE_INTEGER,
      algorithms: {
        serverHostKey: knownFirst(
          algorithms.hostKeys,
          known.map(({ type }) => type),
        ),
        ...(algorithms.kex ? { kex: [...algorithms.kex] } : {}),
        ...(algorithms.ciphers ? { cipher: [...algorithms.ciphers] } : {}),
        ...(algorithms.macs ? { hmac: [...algorithms.macs] } : {}),
      },
      hostVerifier: (key: Buffer, verify: (valid: boolean) => void) => {
        checkHostKey(hostKey, key, known).then(() => verify(true), fail)
      },
      authHandler: (left, _partial, next) => {
        nextOffer(left).then(next, fail)
      },
    })
    withoutProofs(client)
    attempt.offer = hearOffer(socket).offer
  })
  await ready
  let ended: { readonly reason: Error | undefined } | undefined
  const closed = new Promise<Error | undefined>((resolve) =>
    client.once('close', () => {
      resolve(ended ? ended.reason : connectionLost(settings, fault?.message || 'closed by the other side'))
    }),
  )
  watchSocket(socket, keepAlive, (why) => client.emit('error', new Error(why)))
  const endings = new Set<Promise<void>>()
  const end = async (reason?: Error) => {
    ended ??= { reason }
    await within(Promise.allSettled([...endings]), endingLimit, () => new Error('they go on')).catch(() => {})
    client.end()
    const timer = setTimeout(() => socket.destroy(), 2000)
    await closed
    clearTimeout(timer)
  }
  return { settings, client, closed, endings, end }
}

/** Seconds that programs have to end before their connection does. */
const endingLimit = 4
