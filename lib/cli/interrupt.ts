interface Interrupt {
  /** The running operations end, and nothing more is begun. */
  readonly signal: AbortSignal
  /** Nobody waits any more. */
  readonly leave: AbortSignal
  /** Gives the signals back to node. */
  stop(): void
}

interface Heard {
  say(text: string): void
  beforeExit(): void
}

/**
 * Ctrl-C, or TERM. The first one lets the running operations end, for so many seconds, and begins nothing more; the second
 * one, or the end of these seconds, leaves them running. Whatever else holds this process then is not waited for.
 */
export function onInterrupt({ say, beforeExit }: Heard): Interrupt {
  const [stop, leave] = [new AbortController(), new AbortController()]
  const timers: NodeJS.Timeout[] = []
  const leaveNow = () => {
    if (leave.signal.aborted) return
    leave.abort()
    timers.push(setTimeout(end, grace * 1000).unref())
  }
  function end() {
    beforeExit()
    process.exit(130)
  }
  const hear = () => {
    if (leave.signal.aborted) return end()
    if (stop.signal.aborted) return leaveNow()
    say(
      `interrupted: what is running on the hosts has ${patience} s to end, nothing more is begun; again to leave at once`,
    )
    stop.abort()
    timers.push(setTimeout(leaveNow, patience * 1000).unref())
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.on(name, hear)
  return {
    signal: stop.signal,
    leave: leave.signal,
    stop: () => {
      for (const name of signals) process.off(name, hear)
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Seconds that running operations have to end. */
const patience = 10
/** Seconds in which connections are closed and reports written, once nobody waits any more. */
const grace = 5
