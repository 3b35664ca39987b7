import { Interrupted, Unreachable } from '../core/failure.ts'

export interface Watched {
  readonly path: string
  /** Seconds in which something has to arrive. */
  readonly limit: number
  /** Ends the wait. */
  readonly until: AbortSignal | undefined
  onProgress(bytes: number): void
}

/** An upload, given up when nothing arrives any more, or the user ends the run. */
export async function watched<Value>(
  { path, limit, until, onProgress }: Watched,
  upload: (hear: (bytes: number) => void) => Promise<Value>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  let onAbort = () => {}
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Unreachable(`the upload of ${path} came to a stop: nothing arrived for ${limit} s`)),
      limit * 1000,
    )
    onAbort = () => reject(new Interrupted())
  })
  if (until?.aborted) onAbort()
  until?.addEventListener('abort', onAbort)
  const uploading = upload((bytes) => {
    timer?.refresh()
    onProgress(bytes)
  })
  try {
    return await Promise.race([uploading, over])
  } finally {
    clearTimeout(timer)
    until?.removeEventListener('abort', onAbort)
    uploading.catch(() => {})
  }
}
