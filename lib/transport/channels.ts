import { TransportFault } from './faults.ts'
import type { Channel } from './transport.ts'

/** The running programs of a connection, and its end: closing ends them, and an aborted signal closes. */
export interface Channels {
  readonly closed: Promise<Error | undefined>
  add(channel: Channel): Channel
  close(reason?: Error): Promise<void>
}

export function trackChannels(signal?: AbortSignal): Channels {
  const running = new Set<Channel>()
  let settle: (reason?: Error) => void
  let ended = false
  const closed = new Promise<Error | undefined>((resolve) => {
    settle = resolve
  })
  const close = async (reason?: Error) => {
    if (!ended) for (const channel of running) channel.close()
    ended = true
    await Promise.allSettled([...running].map(({ exit }) => exit))
    settle(reason)
  }
  const onAbort = () => void close(new TransportFault('ended', 'interrupted'))
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  void closed.then(() => signal?.removeEventListener('abort', onAbort))
  return {
    closed,
    close,
    add(channel) {
      running.add(channel)
      const forget = () => running.delete(channel)
      channel.exit.then(forget, forget)
      if (ended) channel.close()
      return channel
    },
  }
}
