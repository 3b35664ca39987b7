interface Interrupt {
  readonly signal: AbortSignal
  /** Gives the signals back to node. */
  stop(): void
}

/** Ctrl-C. The first one lets the running operation end and starts no other; the second one ends the process. */
export function onInterrupt({ say, beforeExit }: { say(text: string): void; beforeExit(): void }): Interrupt {
  const abort = new AbortController()
  const hear = () => {
    if (abort.signal.aborted) {
      beforeExit()
      process.exit(130)
    }
    say('interrupted: the running operations are finished, no other is started; again to leave at once')
    abort.abort()
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.on(name, hear)
  return {
    signal: abort.signal,
    stop: () => {
      for (const name of signals) process.off(name, hear)
    },
  }
}
