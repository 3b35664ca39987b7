import { TransportFault } from './faults.ts'
import type { Process } from './process.ts'

/** The running programs of a connection, and its end: closing lets them go; with a reason, as an aborted signal has, it ends them. */
export interface Channels {
  readonly closed: Promise<Error | undefined>
  add(channel: Process): Process
  close(reason?: Error): Promise<void>
}

export function trackChannels(signal?: AbortSignal): Channels {
  const running = new Set<Process>()
  let settle: (reason?: Error) => void
  let ended = false
  const closed = new Promise<Error | undefined>((resolve) => {
    settle = resolve
  })
  const close = async (reason?: Error) => {
    ended = true
    if (reason) for (const channel of running) channel.close()
    await Promise.allSettled([...running].map((channel) => (reason ? channel.exit : channel.release())))
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
