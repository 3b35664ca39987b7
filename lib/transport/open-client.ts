import type { Attempt } from './client-over.ts'
import { TransportFault } from './faults.ts'
import { readKnown } from './host-key.ts'
import type { SshClient } from './ssh-client.ts'
import { explain, tooLate } from './ssh-explain.ts'
import type { SshSettings } from './ssh-settings.ts'
import { connectSocket, forwardSocket } from './ssh-socket.ts'
import { within } from './time.ts'

/** Connects to one host, through another one when `via` is given. The host's key is checked before anything is offered. */
export async function openClient(settings: SshSettings, via?: SshClient, signal?: AbortSignal): Promise<SshClient> {
  const attempt: Attempt = { stage: 'connecting' }
  let onAbort = () => {}
  const interrupted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new TransportFault('ended', 'interrupted'))
  })
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    const made = Promise.race([establish(settings, via, attempt), interrupted])
    return await within(made, settings.connectTimeout, () => tooLate(settings, attempt.stage))
  } catch (error) {
    attempt.abandoned = true
    attempt.socket?.destroy()
    throw explain(error, { settings, via: via?.settings.label, offer: attempt.offer?.() })
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}

async function establish(settings: SshSettings, via: SshClient | undefined, attempt: Attempt): Promise<SshClient> {
  const known = await readKnown(settings.hostKey)
  const connecting = via === undefined ? connectSocket(settings, attempt) : forwardSocket(via, settings)
  // The library takes as long to load as the host to greet.
  const [socket, { clientOver }] = await Promise.all([connecting, import('./client-over.ts')])
  attempt.socket = socket
  if (attempt.abandoned) socket.destroy()
  if (socket.destroyed) throw socket.errored ?? new Error('the connection was closed')
  return clientOver(socket, { settings, known, attempt })
}
