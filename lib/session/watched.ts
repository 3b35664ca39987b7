import { Unreachable } from '../core/failure.ts'
import { unlessAborted } from './unless-aborted.ts'

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
  const stopped = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Unreachable(`the upload of ${path} came to a stop: nothing arrived for ${limit} s`)),
      limit * 1000,
    )
  })
  const uploading = upload((bytes) => {
    timer?.refresh()
    onProgress(bytes)
  })
  try {
    return await unlessAborted(Promise.race([uploading, stopped]), until)
  } finally {
    clearTimeout(timer)
  }
}
