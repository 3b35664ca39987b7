import { Interrupted } from '../core/failure.ts'

/** What somebody waits for, until nobody does: then it fails with `Interrupted`, whatever comes of the work. */
export async function unlessAborted<Value>(work: Promise<Value>, until: AbortSignal | undefined): Promise<Value> {
  let onAbort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Interrupted())
  })
  if (until?.aborted) onAbort()
  until?.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work, aborted])
  } finally {
    until?.removeEventListener('abort', onAbort)
    work.catch(() => {})
  }
}
