import { Interrupted, Unreachable } from '../core/failure.ts'
import { within } from '../transport/time.ts'
import { unlessAborted } from '../transport/unless-aborted.ts'

export interface Watched {
  readonly path: string
  /** Seconds in which something has to arrive. */
  readonly limit: number
  /** Ends it. */
  readonly until: AbortSignal | undefined
  /** Seconds that it has to come to its end then. */
  readonly stopping: number
  onProgress(bytes: number): void
}

/**
 * An upload, given up when nothing arrives any more, or the user ends the run: then nothing is on its way any more that would make
 * its file after somebody has taken it away.
 */
export async function watched<Value>(
  { path, limit, until, stopping, onProgress }: Watched,
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
  } catch (error) {
    const late = () => new Error('it goes on')
    if (error instanceof Interrupted) await within(uploading, stopping, late).catch(() => undefined)
    throw error
  } finally {
    clearTimeout(timer)
  }
}
