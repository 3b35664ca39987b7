/** What has to be done in the end, however that comes: also by Ctrl-C or TERM. */
export interface Endings {
  /** Gives what does it now, and only once. */
  add(end: () => unknown): () => Promise<void>
  /** All that is left, the last first. */
  all(): Promise<void>
}

export function endings(): Endings {
  const left = new Set<() => Promise<void>>()
  let ending: Promise<void> | undefined
  // Whoever comes second, as what was broken off does, waits for the first.
  const all = () => {
    ending ??= (async () => {
      for (const end of [...left].reverse()) await end()
    })()
    return ending
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void all().finally(() => process.exit(130)))
  return {
    add(work) {
      let done: Promise<void> | undefined
      const end = () => {
        done ??= (async () => {
          await work()
          left.delete(end)
        })()
        return done
      }
      left.add(end)
      return end
    },
    all,
  }
}
