import { Interrupted } from '../core/failure.ts'

interface Interrupt {
  /** The running operations end, and nothing more is begun. */
  readonly signal: AbortSignal
  /** Nobody waits any more. */
  readonly leave: AbortSignal
  /** Who has ended the run: the user, or the time that it had. */
  by(): 'user' | 'limit' | undefined
  /** Gives the signals back to node. */
  stop(): void
}

interface Heard {
  /** Seconds that the run has. Default: it takes as long as it takes. */
  readonly limit?: number | undefined
  say(text: string): void
  beforeExit(): void
}

/**
 * Ctrl-C, or TERM, or the time that the run has is over. The first one lets the running operations end, for so many seconds, and begins nothing more; the second
 * one, or the end of these seconds, leaves them running. Whatever else holds this process then is not waited for.
 */
export function onInterrupt({ say, beforeExit, limit }: Heard): Interrupt {
  const [stop, leave] = [new AbortController(), new AbortController()]
  const timers: NodeJS.Timeout[] = []
  let by: ReturnType<Interrupt['by']>
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
    finish('user', 'interrupted', 'nothing more is begun; again to leave at once')
  }
  function finish(who: 'user' | 'limit', why: string, then: string) {
    if (stop.signal.aborted) return
    by = who
    say(`${why}: what is running on the hosts has ${patience} s to end, ${then}`)
    stop.abort(new Interrupted(why))
    timers.push(setTimeout(leaveNow, patience * 1000).unref())
  }
  if (limit !== undefined) {
    const over = () => finish('limit', `the ${limit} s that the run has are over (--timeout)`, 'nothing more is begun')
    timers.push(setTimeout(over, Math.min(limit * 1000, longestTimer)).unref())
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.on(name, hear)
  return {
    signal: stop.signal,
    leave: leave.signal,
    by: () => by,
    stop: () => {
      for (const name of signals) process.off(name, hear)
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Milliseconds that a timer can wait. */
const longestTimer = 2 ** 31 - 1
/** Seconds that running operations have to end. */
const patience = 10
/** Seconds in which connections are closed and reports written, once nobody waits any more. */
const grace = 5
