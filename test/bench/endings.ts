/** What has to be done in the end, however that comes: also by Ctrl-C or TERM. */
export interface Endings {
  /** Gives what does it now, and only once. */
  add(end: () => unknown): () => Promise<void>
  /** All that is left, the last first. */
  all(): Promise<void>
}

export function endings(): Endings {
  const left = new Set<() => Promise<void>>()
  const all = async () => {
    for (const end of [...left].reverse()) await end()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void all().finally(() => process.exit(130)))
  return {
    add(work) {
      const end = async () => {
        if (left.delete(end)) await work()
      }
      left.add(end)
      return end
    },
    all,
  }
}
